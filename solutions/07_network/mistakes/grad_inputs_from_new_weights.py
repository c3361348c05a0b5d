"""the gradient of the inputs through the initial kernel.

There are two copies of the kernel: the optimiser changes one, and `backward` uses the other. Use one array in
`forward`, `backward` and `parameters()`.
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
