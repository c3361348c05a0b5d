"""the gradient for the first batch that the layer saw.

`forward` stores its inputs only once. Replace them in every `forward`, for the next `backward`.
"""

from network import Conv2D as RightConv2D
from network import Dense as RightDense
from network import MaxPool2D as RightMaxPool2D
from network import ReLU as RightReLU


class Dense(RightDense):
    def forward(self, inputs):
        self.first = getattr(self, "first", inputs)
        outputs = super().forward(inputs)
        self.inputs = self.first
        return outputs


class Conv2D(RightConv2D):
    def forward(self, inputs):
        outputs = super().forward(inputs)
        self.first = getattr(self, "first", self.padded)
        self.padded = self.first
        return outputs


class ReLU(RightReLU):
    def forward(self, inputs):
        outputs = super().forward(inputs)
        self.first = getattr(self, "first", self.positive)
        self.positive = self.first
        return outputs


class MaxPool2D(RightMaxPool2D):
    def forward(self, inputs):
        outputs = super().forward(inputs)
        self.first = getattr(self, "first", inputs)
        self.inputs = self.first
        return outputs
