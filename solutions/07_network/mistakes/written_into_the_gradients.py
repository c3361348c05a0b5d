"""gradients changed by the optimiser.

`gradient *= learning_rate` writes into the model's array. Make a new one: `learning_rate * gradient`.
"""

from network import SGD as RightSGD


class SGD(RightSGD):
    def step(self):
        super().step()
        for gradient in self.model.gradients():
            gradient *= self.learning_rate + 1
