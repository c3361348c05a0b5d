""" "same" treated like "valid".

With "same" there is a window every `stride` pixels, and those that cross the border are filled up with zeros. Check
whether your code ever reads `padding`.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import output_size as right_size

Pair = tuple[int, int]


def output_size(input_size: Pair, kernel_size: Pair, strides: Pair, padding: str, dilation_rate: Pair) -> Pair:
    return right_size(input_size, kernel_size, strides, "valid", dilation_rate)


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str, **options: Any) -> np.ndarray:
    return right_conv2d(inputs, kernel, bias, padding="valid", **options)
