"""the gradients in the order of the backward pass.

An optimiser pairs parameters and gradients: list both from the first layer to the last.
"""

from network import Sequential as RightSequential


class Sequential(RightSequential):
    def gradients(self):
        return [gradient for layer in self.layers[::-1] for gradient in layer.gradients()]
