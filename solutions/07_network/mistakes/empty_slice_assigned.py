"""each image assigned from a slice that ends at -0, which is empty.

A slice from p to -p is empty if p is 0. Count from the front: from p to p + size.
"""

import numpy as np
from network import Conv2D as RightConv2D

# docs/mistakes.md: N4


class Conv2D(RightConv2D):
    def forward(self, inputs):
        self.inputs = inputs
        return super().forward(inputs)

    def backward(self, grad_outputs):
        borders, self.borders = self.borders, [(0, 0)] * 4
        grad_padded = super().backward(grad_outputs)
        (_, (top, bottom), (left, right), _) = self.borders = borders
        grad_inputs = np.zeros_like(self.inputs)
        for number, image in enumerate(grad_padded):
            grad_inputs[number] = image[top:-bottom, left:-right, :]
        return grad_inputs
