"""weights that share memory with the caller's arrays.

`self.kernel = kernel` is the caller's array under a second name: changing one changes the other. Copy both arrays
when the layer is built.
"""

from network import Conv2D as RightConv2D
from network import Dense as RightDense


class Dense(RightDense):
    def __init__(self, kernel, bias, *padding):
        super().__init__(kernel, bias, *padding)
        self.kernel, self.bias = kernel, bias


class Conv2D(RightConv2D):
    def __init__(self, kernel, bias, *padding):
        super().__init__(kernel, bias, *padding)
        self.kernel, self.bias = kernel, bias
