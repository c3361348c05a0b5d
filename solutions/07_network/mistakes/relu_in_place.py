"""inputs that ReLU has overwritten.

Setting the negative numbers to 0 in place changes the array of whoever gave it. Make a new one.
"""

from network import ReLU as RightReLU

# docs/mistakes.md: A1


class ReLU(RightReLU):
    def forward(self, inputs):
        super().forward(inputs)
        inputs[inputs < 0] = 0
        return inputs
