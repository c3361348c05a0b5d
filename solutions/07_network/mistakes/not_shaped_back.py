"""the gradient in the shape of the outputs.

`backward` returns the gradient of the inputs, in their shape: remember it in `forward`.
"""

from network import Flatten as RightFlatten


class Flatten(RightFlatten):
    def backward(self, grad_outputs):
        return grad_outputs
