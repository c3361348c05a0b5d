"""the gradient for the inputs of another layer.

`forward` stores what it remembers on the class, so the next layer of the same kind overwrites it. Store it on the
object.
"""

from network import Conv2D as RightConv2D
from network import Dense as RightDense
from network import MaxPool2D as RightMaxPool2D
from network import ReLU as RightReLU


class Dense(RightDense):
    inputs = None

    def forward(self, inputs):
        outputs = super().forward(inputs)
        del self.inputs
        Dense.inputs = inputs
        return outputs


class Conv2D(RightConv2D):
    def forward(self, inputs):
        outputs = super().forward(inputs)
        Conv2D.padded = self.padded
        del self.padded
        return outputs


class ReLU(RightReLU):
    def forward(self, inputs):
        outputs = super().forward(inputs)
        ReLU.positive = self.positive
        del self.positive
        return outputs


class MaxPool2D(RightMaxPool2D):
    def forward(self, inputs):
        outputs = super().forward(inputs)
        del self.inputs
        MaxPool2D.inputs = inputs
        return outputs
