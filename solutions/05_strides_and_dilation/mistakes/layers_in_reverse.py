"""the receptive field of the layers in reverse order.

The first layer is next to the image. If you start at the output instead, each stride on the way down spreads the
field you have so far: that is another formula for the same number.
"""

from strides_and_dilation import receptive_field as right_field


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    return right_field(layers[::-1])
