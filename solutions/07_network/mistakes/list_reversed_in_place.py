"""layers in reverse order after the first `backward`.

`self.layers.reverse()` changes the list itself. Use `reversed(self.layers)`, which leaves it as it is.
"""

from network import Sequential as RightSequential


class Sequential(RightSequential):
    def backward(self, grad_outputs):
        self.layers.reverse()
        for layer in self.layers:
            grad_outputs = layer.backward(grad_outputs)
        return grad_outputs
