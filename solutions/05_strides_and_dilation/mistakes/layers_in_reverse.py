"""the receptive field of the layers in reverse order.

The first layer is next to the image. You can start at the output, but with another formula: on the way down, each
stride spreads the field found so far.
"""

from strides_and_dilation import receptive_field as right_field


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    return right_field(layers[::-1])
