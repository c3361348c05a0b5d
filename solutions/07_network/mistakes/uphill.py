"""steps in the direction of the gradient.

The gradient points uphill. Subtract it once: a velocity that has the minus is added.
"""

from network import SGD as RightSGD


class SGD(RightSGD):
    def step(self):
        self.learning_rate = -self.learning_rate
        super().step()
        self.learning_rate = -self.learning_rate
