"""one pixel too few: the distance from the first pixel to the last.

There are two gaps between three posts. Layer by layer you add up gaps; with no layer at all, an output already sees
one pixel.
"""

from strides_and_dilation import receptive_field as right_field


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    return right_field(layers) - 1
