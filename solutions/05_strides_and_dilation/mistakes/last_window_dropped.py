""" "same" without the last window where the strides do not divide the size.

At stride 2, five pixels have windows at the first, third and fifth pixel: three, not two. "same" rounds the size up.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import output_size as right_size

# docs/mistakes.md: C25

Pair = tuple[int, int]


def output_size(input_size: Pair, kernel_size: Pair, strides: Pair, padding: str, dilation_rate: Pair) -> Pair:
    if padding == "valid":
        return right_size(input_size, kernel_size, strides, padding, dilation_rate)
    return input_size[0] // strides[0], input_size[1] // strides[1]


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, strides: Pair, **options: Any) -> np.ndarray:
    outputs = right_conv2d(inputs, kernel, bias, strides, **options)
    if options["padding"] == "valid":
        return outputs
    return outputs[:, : inputs.shape[1] // strides[0], : inputs.shape[2] // strides[1]]
