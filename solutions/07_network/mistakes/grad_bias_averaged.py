"""the gradient of the bias averaged over every place where the bias is used.

Each use adds its share. The loss has already divided by the batch size, so do not divide again.
"""

from network import Conv2D as RightConv2D
from network import Dense as RightDense

# docs/mistakes.md: B13


class Dense(RightDense):
    def backward(self, grad_outputs):
        grad_inputs = super().backward(grad_outputs)
        self.grad_bias = grad_outputs.mean(axis=0)
        return grad_inputs


class Conv2D(RightConv2D):
    def backward(self, grad_outputs):
        grad_inputs = super().backward(grad_outputs)
        self.grad_bias = grad_outputs.mean(axis=(0, 1, 2))
        return grad_inputs
