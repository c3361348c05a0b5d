"""gradients that pass through the layers from first to last.

Start with the last layer: `grad_outputs` is for its outputs.
"""

from network import Sequential as RightSequential


class Sequential(RightSequential):
    def backward(self, grad_outputs):
        for layer in self.layers:
            grad_outputs = layer.backward(grad_outputs)
        return grad_outputs
