"""the two dilation rates in the wrong order.

All pairs are (height, width): the first rate spaces the kernel's rows, the second its columns. Try rates of (2, 1)
with a kernel of one row: nothing should change.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import output_size as right_size

Pair = tuple[int, int]


def output_size(input_size: Pair, kernel_size: Pair, strides: Pair, padding: str, dilation_rate: Pair) -> Pair:
    return right_size(input_size, kernel_size, strides, padding, dilation_rate[::-1])


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, dilation_rate: Pair, **options: Any) -> np.ndarray:
    return right_conv2d(inputs, kernel, bias, dilation_rate=dilation_rate[::-1], **options)
