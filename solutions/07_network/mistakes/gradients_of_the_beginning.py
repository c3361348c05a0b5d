"""parameters that do not move: the gradients were asked for when the optimiser was built.

Each backward makes new gradients. Ask the model for them in every `step`.
"""

from network import SGD as RightSGD


class SGD(RightSGD):
    def __init__(self, model, learning_rate, momentum=0.0):
        super().__init__(model, learning_rate, momentum)
        self.gradients = model.gradients()

    def step(self):
        for parameter, gradient in zip(self.model.parameters(), self.gradients, strict=False):
            parameter -= self.learning_rate * gradient
