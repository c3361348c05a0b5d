"""a result that lacks its last row and column in "valid" mode.

A kernel of 2 fits into three pixels at two places: count its starting places, one more than the steps between them.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import output_size as right_size

Pair = tuple[int, int]


def output_size(input_size: Pair, kernel_size: Pair, strides: Pair, padding: str, dilation_rate: Pair) -> Pair:
    height, width = right_size(input_size, kernel_size, strides, padding, dilation_rate)
    return (height - 1, width - 1) if padding == "valid" else (height, width)


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str, **options: Any) -> np.ndarray:
    outputs = right_conv2d(inputs, kernel, bias, padding=padding, **options)
    return outputs[:, :-1, :-1] if padding == "valid" else outputs
