"""a velocity that already has the minus, but is subtracted again.

velocity = momentum · velocity - learning rate · gradient is a step downhill: add it. The convention with both signs
reversed works, too; mixed, they go uphill.
"""

from network import SGD as RightSGD


class SGD(RightSGD):
    def step(self):
        learned = zip(self.model.parameters(), self.model.gradients(), self.velocities, strict=True)
        for parameter, gradient, velocity in learned:
            velocity *= -self.momentum
            velocity -= self.learning_rate * gradient
            parameter += velocity
