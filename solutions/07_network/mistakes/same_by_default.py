""" "same" as the default padding.

The default is "valid": `Conv2D(kernel, bias)` does not pad.
"""

from network import Conv2D as RightConv2D


class Conv2D(RightConv2D):
    def __init__(self, kernel, bias, padding="same"):
        super().__init__(kernel, bias, padding)
