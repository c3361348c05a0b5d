"""an empty gradient where there is no padding to cut.

A slice from p to -p is empty if p is 0. Count from the front: from p to p + size.
"""

from network import Conv2D as RightConv2D

# docs/mistakes.md: B1


class Conv2D(RightConv2D):
    def backward(self, grad_outputs):
        borders, self.borders = self.borders, [(0, 0)] * 4
        grad_padded = super().backward(grad_outputs)
        (_, (top, bottom), (left, right), _) = self.borders = borders
        return grad_padded[:, top:-bottom, left:-right]
