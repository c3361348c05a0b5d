"""the gradient of the inputs through a kernel flipped the wrong way.

Each error goes back to its window's pixels through the same kernel cells. One correlation of the padded errors needs
the kernel flipped in both directions.
"""

from network import Conv2D as RightConv2D

# docs/mistakes.md: B8


class Conv2D(RightConv2D):
    def backward(self, grad_outputs):
        kernel, self.kernel = self.kernel, self.kernel[::-1, ::-1]
        grad_inputs = super().backward(grad_outputs)
        self.kernel = kernel
        return grad_inputs
