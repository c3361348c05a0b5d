"""inputs overwritten by ReLU.

Setting the negative numbers to 0 in place changes the caller's array. Make a new one.
"""

from network import ReLU as RightReLU

# docs/mistakes.md: A1


class ReLU(RightReLU):
    def forward(self, inputs):
        super().forward(inputs)
        inputs[inputs < 0] = 0
        return inputs
