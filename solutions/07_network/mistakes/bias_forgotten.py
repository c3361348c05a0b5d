"""outputs without the bias.

`forward` must add it to every output: one number for each unit or filter.
"""

from network import Conv2D as RightConv2D
from network import Dense as RightDense


class Dense(RightDense):
    def forward(self, inputs):
        return super().forward(inputs) - self.bias


class Conv2D(RightConv2D):
    def forward(self, inputs):
        return super().forward(inputs) - self.bias
