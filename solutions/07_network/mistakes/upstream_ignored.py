"""the gradients for an upstream gradient of 1.

`backward` does not use `grad_outputs`. The chain rule multiplies by it.
"""

import numpy as np
from network import Conv2D as RightConv2D
from network import Dense as RightDense

# docs/mistakes.md: B18


class Dense(RightDense):
    def backward(self, grad_outputs):
        return super().backward(np.ones_like(grad_outputs))


class Conv2D(RightConv2D):
    def backward(self, grad_outputs):
        return super().backward(np.ones_like(grad_outputs))
