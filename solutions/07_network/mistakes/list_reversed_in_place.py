"""a stack that is upside down after the first backward.

`self.layers.reverse()` changes the list itself. `reversed(self.layers)` only walks through it backward.
"""

from network import Sequential as RightSequential


class Sequential(RightSequential):
    def backward(self, grad_outputs):
        self.layers.reverse()
        for layer in self.layers:
            grad_outputs = layer.backward(grad_outputs)
        return grad_outputs
