"""the right sizes in the wrong order, (width, height).

Pictures on the web give their width first. Arrays do not: rows come first, so every pair here is (height, width).
"""

from typing import Any

from strides_and_dilation import output_size as right_size

Pair = tuple[int, int]


def output_size(**options: Any) -> Pair:
    return right_size(**options)[::-1]
