"""momentum with the wrong sign.

The new velocity is momentum · velocity - learning rate · gradient. A minus before the momentum makes each step undo
part of the last.
"""

from network import SGD as RightSGD


class SGD(RightSGD):
    def step(self):
        learned = zip(self.model.parameters(), self.model.gradients(), self.velocities, strict=True)
        for parameter, gradient, velocity in learned:
            velocity *= -self.momentum
            velocity -= self.learning_rate * gradient
            parameter += velocity
