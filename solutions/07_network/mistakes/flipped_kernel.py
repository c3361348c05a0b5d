"""a true convolution: the kernel is flipped.

Deep learning says "convolution" but does not flip: the first kernel cell meets the first cell of the window.
"""

from network import Conv2D as RightConv2D

# docs/mistakes.md: C1


class Conv2D(RightConv2D):
    def turned(self, method, array):
        kernel, self.kernel = self.kernel, self.kernel[::-1, ::-1]
        result = method(array)
        self.kernel = kernel
        return result

    def forward(self, inputs):
        return self.turned(super().forward, inputs)

    def backward(self, grad_outputs):
        grad_inputs = self.turned(super().backward, grad_outputs)
        self.grad_kernel = self.grad_kernel[::-1, ::-1]
        return grad_inputs
