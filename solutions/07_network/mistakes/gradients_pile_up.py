"""gradients of this batch plus those of earlier batches.

`backward` adds to the gradients of the previous call. They belong to one call alone: assign them anew each time.
"""

from network import Conv2D as RightConv2D
from network import Dense as RightDense

# docs/mistakes.md: B16


class Dense(RightDense):
    def backward(self, grad_outputs):
        before = getattr(self, "grad_kernel", 0), getattr(self, "grad_bias", 0)
        grad_inputs = super().backward(grad_outputs)
        self.grad_kernel, self.grad_bias = self.grad_kernel + before[0], self.grad_bias + before[1]
        return grad_inputs


class Conv2D(RightConv2D):
    def backward(self, grad_outputs):
        before = getattr(self, "grad_kernel", 0), getattr(self, "grad_bias", 0)
        grad_inputs = super().backward(grad_outputs)
        self.grad_kernel, self.grad_bias = self.grad_kernel + before[0], self.grad_bias + before[1]
        return grad_inputs
