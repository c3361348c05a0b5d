"""parameters that did not move.

`parameter = parameter - ...` makes a new array, and the model keeps the old one. Change the array itself: `parameter
-= ...`. Gradients fetched when the optimiser is built also go stale: fetch them in every step.
"""

from network import SGD as RightSGD


class SGD(RightSGD):
    def step(self):
        for parameter, gradient in zip(self.model.parameters(), self.model.gradients(), strict=True):
            parameter = parameter - self.learning_rate * gradient
