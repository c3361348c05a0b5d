"""a velocity that has the minus already, and is subtracted once more.

velocity = momentum · velocity - learning rate · gradient is a step downhill: add it. The other convention, with two
other signs, is as good; mixed, they go uphill.
"""

from network import SGD as RightSGD


class SGD(RightSGD):
    def step(self):
        learned = zip(self.model.parameters(), self.model.gradients(), self.velocities, strict=True)
        for parameter, gradient, velocity in learned:
            velocity *= -self.momentum
            velocity -= self.learning_rate * gradient
            parameter += velocity
