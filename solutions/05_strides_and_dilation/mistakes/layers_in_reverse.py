"""the receptive field of the layers in reverse order.

The first layer is next to the image. Starting at the output works, too, but with another formula: on the way down,
each stride spreads the field so far.
"""

from strides_and_dilation import receptive_field as right_field


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    return right_field(layers[::-1])
