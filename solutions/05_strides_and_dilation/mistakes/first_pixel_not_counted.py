"""one pixel too few: the distance from the first pixel to the last.

Between three posts there are two gaps. What you add up layer by layer are gaps; an output of no layer at all already
sees one pixel.
"""

from strides_and_dilation import receptive_field as right_field


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    return right_field(layers) - 1
