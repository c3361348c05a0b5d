"""a velocity that is an average of gradients.

Use the full gradient: learning rate · gradient, without (1 - momentum).
"""

from network import SGD as RightSGD


class SGD(RightSGD):
    def step(self):
        rate = self.learning_rate
        self.learning_rate = rate * (1 - self.momentum)
        super().step()
        self.learning_rate = rate
