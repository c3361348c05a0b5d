"""a border of one cell cut off grad_inputs, also where nothing was padded.

"valid" adds nothing, so nothing is to be taken away.
"""

from network import Conv2D as RightConv2D

# docs/mistakes.md: N3


class Conv2D(RightConv2D):
    def backward(self, grad_outputs):
        grad_inputs = super().backward(grad_outputs)
        return grad_inputs if self.padding == "same" else grad_inputs[:, 1:-1, 1:-1]
