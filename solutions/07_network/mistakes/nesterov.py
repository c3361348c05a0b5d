"""Nesterov's momentum, which looks one step ahead.

Here, add the velocity itself to the parameter.
"""

from network import SGD as RightSGD


class SGD(RightSGD):
    def step(self):
        learned = zip(self.model.parameters(), self.model.gradients(), self.velocities, strict=True)
        for parameter, gradient, velocity in learned:
            velocity *= self.momentum
            velocity -= self.learning_rate * gradient
            parameter += self.momentum * velocity - self.learning_rate * gradient
