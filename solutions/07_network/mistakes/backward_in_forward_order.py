"""gradients that go through the layers from first to last.

The last layer knows the gradient of its outputs; it has to begin.
"""

from network import Sequential as RightSequential


class Sequential(RightSequential):
    def backward(self, grad_outputs):
        for layer in self.layers:
            grad_outputs = layer.backward(grad_outputs)
        return grad_outputs
