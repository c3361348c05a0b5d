"""a dilation rate that counts gaps, so that 1 already spaces out the kernel.

The rate is the distance from one cell to the next: 1 means neighbours, 2 leaves a gap of one pixel. A rate of 1 is a
plain convolution.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import output_size as right_size
from strides_and_dilation import receptive_field as right_field

# docs/mistakes.md: C22

Pair = tuple[int, int]


def output_size(input_size: Pair, kernel_size: Pair, strides: Pair, padding: str, dilation_rate: Pair) -> Pair:
    return right_size(input_size, kernel_size, strides, padding, (dilation_rate[0] + 1, dilation_rate[1] + 1))


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, dilation_rate: Pair, **options: Any) -> np.ndarray:
    return right_conv2d(inputs, kernel, bias, dilation_rate=(dilation_rate[0] + 1, dilation_rate[1] + 1), **options)


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    return right_field([(kernel_size, stride, rate + 1) for kernel_size, stride, rate in layers])
