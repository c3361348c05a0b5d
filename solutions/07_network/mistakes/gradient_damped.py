"""a velocity that is an average of gradients.

The gradient enters in full: learning rate · gradient, not (1 - momentum) of it.
"""

from network import SGD as RightSGD


class SGD(RightSGD):
    def step(self):
        rate = self.learning_rate
        self.learning_rate = rate * (1 - self.momentum)
        super().step()
        self.learning_rate = rate
