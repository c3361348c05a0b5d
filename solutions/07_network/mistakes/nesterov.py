"""Nesterov's momentum, which looks one step ahead.

That is another rule. Here the parameter moves by the velocity itself.
"""

from network import SGD as RightSGD


class SGD(RightSGD):
    def step(self):
        learned = zip(self.model.parameters(), self.model.gradients(), self.velocities, strict=True)
        for parameter, gradient, velocity in learned:
            velocity *= self.momentum
            velocity -= self.learning_rate * gradient
            parameter += self.momentum * velocity - self.learning_rate * gradient
