"""steps in the direction of the gradient.

The gradient points uphill: subtract it. If your velocity already has the minus, add the velocity.
"""

from network import SGD as RightSGD


class SGD(RightSGD):
    def step(self):
        self.learning_rate = -self.learning_rate
        super().step()
        self.learning_rate = -self.learning_rate
