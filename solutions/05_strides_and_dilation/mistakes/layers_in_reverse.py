"""the field of the stack turned upside down.

The first of the layers lies next to the image. If you walk down from the output instead, what you have so far is
spread by each stride on the way: that is another formula, and gives the same number.
"""

from strides_and_dilation import receptive_field as right_field


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    return right_field(layers[::-1])
