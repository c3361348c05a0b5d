"""copies of the weights instead of the weights themselves.

An optimiser changes the arrays that `parameters()` returns, so return the same arrays that `forward` uses.
"""

from network import Conv2D as RightConv2D
from network import Dense as RightDense


class Dense(RightDense):
    def parameters(self):
        return [self.kernel.copy(), self.bias.copy()]


class Conv2D(RightConv2D):
    def parameters(self):
        return [self.kernel.copy(), self.bias.copy()]
