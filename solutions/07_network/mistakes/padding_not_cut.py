"""the gradient of the padded images, with its border.

The zeros are not inputs. Crop the border that `forward` added.
"""

from network import Conv2D as RightConv2D

# docs/mistakes.md: B3


class Conv2D(RightConv2D):
    def backward(self, grad_outputs):
        borders, self.borders = self.borders, [(0, 0)] * 4
        grad_inputs = super().backward(grad_outputs)
        self.borders = borders
        return grad_inputs
