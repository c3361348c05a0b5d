"""the gradient of the inputs through the initial kernel.

The layer keeps a second copy of its kernel for `backward`, and that copy never learns. Use one array in both
directions.
"""

from network import Conv2D as RightConv2D
from network import Dense as RightDense


class Dense(RightDense):
    def __init__(self, *weights):
        super().__init__(*weights)
        self.built_with = self.kernel.copy()

    def backward(self, grad_outputs):
        kernel, self.kernel = self.kernel, self.built_with
        grad_inputs = super().backward(grad_outputs)
        self.kernel = kernel
        return grad_inputs


class Conv2D(RightConv2D):
    def __init__(self, *weights):
        super().__init__(*weights)
        self.built_with = self.kernel.copy()

    def backward(self, grad_outputs):
        kernel, self.kernel = self.kernel, self.built_with
        grad_inputs = super().backward(grad_outputs)
        self.kernel = kernel
        return grad_inputs
