"""strides of 1, whatever `strides` says.

With strides of 2 the next window starts two pixels later, so the result has about half the height and width. Check
where your code uses `strides`.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import output_size as right_size
from strides_and_dilation import receptive_field as right_field

# docs/mistakes.md: C6

Pair = tuple[int, int]


def output_size(input_size: Pair, kernel_size: Pair, strides: Pair, padding: str, dilation_rate: Pair) -> Pair:
    return right_size(input_size, kernel_size, (1, 1), padding, dilation_rate)


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, strides: Pair, **options: Any) -> np.ndarray:
    return right_conv2d(inputs, kernel, bias, (1, 1), **options)


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    return right_field([(kernel_size, 1, dilation_rate) for kernel_size, _, dilation_rate in layers])
