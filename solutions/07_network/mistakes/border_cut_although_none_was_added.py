"""a border of one cell cropped from grad_inputs, even without padding.

"valid" adds nothing, so there is nothing to crop.
"""

from network import Conv2D as RightConv2D

# docs/mistakes.md: N3


class Conv2D(RightConv2D):
    def backward(self, grad_outputs):
        grad_inputs = super().backward(grad_outputs)
        return grad_inputs if self.padding == "same" else grad_inputs[:, 1:-1, 1:-1]
