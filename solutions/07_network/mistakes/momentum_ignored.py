"""steps without momentum.

Steps build on earlier ones: keep a velocity for each parameter.
"""

from network import SGD as RightSGD


class SGD(RightSGD):
    def step(self):
        for parameter, gradient in zip(self.model.parameters(), self.model.gradients(), strict=True):
            parameter -= self.learning_rate * gradient
