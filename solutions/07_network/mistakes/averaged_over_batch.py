"""the gradients of kernel and bias divided by the batch size again.

The loss is a mean, so its gradient is already divided. A layer only sums.
"""

from network import Conv2D as RightConv2D
from network import Dense as RightDense

# docs/mistakes.md: B20


class Dense(RightDense):
    def backward(self, grad_outputs):
        grad_inputs = super().backward(grad_outputs)
        self.grad_kernel, self.grad_bias = self.grad_kernel / len(grad_outputs), self.grad_bias / len(grad_outputs)
        return grad_inputs


class Conv2D(RightConv2D):
    def backward(self, grad_outputs):
        grad_inputs = super().backward(grad_outputs)
        self.grad_kernel, self.grad_bias = self.grad_kernel / len(grad_outputs), self.grad_bias / len(grad_outputs)
        return grad_inputs
