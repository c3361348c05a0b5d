""" "same" treated like "valid".

`padding` is stored but never used. "same" pads, so that the outputs are as large as the inputs.
"""

from network import Conv2D as RightConv2D


class Conv2D(RightConv2D):
    def __init__(self, kernel, bias, padding="valid"):
        super().__init__(kernel, bias)
