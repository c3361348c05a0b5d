"""pixels in the wrong order.

The last axis runs fastest, as `reshape` does by default (C order).
"""

from network import Flatten as RightFlatten


class Flatten(RightFlatten):
    def forward(self, inputs):
        super().forward(inputs)
        return inputs.reshape(len(inputs), -1, order="F")

    def backward(self, grad_outputs):
        return grad_outputs.reshape(self.shape, order="F")
