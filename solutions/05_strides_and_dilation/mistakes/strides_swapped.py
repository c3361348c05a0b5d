"""the two strides in the wrong order.

All pairs are (height, width), as the axes of an image: the first stride moves down the rows, the second to the right.
The horizontal position, often called x, is the second index.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import output_size as right_size

# docs/mistakes.md: C8

Pair = tuple[int, int]


def output_size(input_size: Pair, kernel_size: Pair, strides: Pair, padding: str, dilation_rate: Pair) -> Pair:
    return right_size(input_size, kernel_size, strides[::-1], padding, dilation_rate)


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, strides: Pair, **options: Any) -> np.ndarray:
    return right_conv2d(inputs, kernel, bias, strides[::-1], **options)
