"""the same upstream gradient for every layer.

Pass on the gradient of each layer's inputs to the layer before it.
"""

from network import Sequential as RightSequential


class Sequential(RightSequential):
    def backward(self, grad_outputs):
        for layer in self.layers[::-1]:
            grad_inputs = layer.backward(grad_outputs)
        return grad_inputs
