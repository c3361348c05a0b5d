"""weights shared by all objects of the class.

They are stored on the class, as `Dense.kernel`, so the last layer built replaces the weights of all others. Store
them on the object: `self.kernel`.
"""

from network import Conv2D as RightConv2D
from network import Dense as RightDense


class Dense(RightDense):
    def __init__(self, *weights):
        super().__init__(*weights)
        Dense.kernel, Dense.bias = self.kernel, self.bias
        del self.kernel, self.bias


class Conv2D(RightConv2D):
    def __init__(self, *weights):
        super().__init__(*weights)
        Conv2D.kernel, Conv2D.bias = self.kernel, self.bias
        del self.kernel, self.bias
