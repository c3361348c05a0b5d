"""a result reshaped to as many columns as rows.

The numbers are right, but the last line makes them a square: out_height, out_height. Use the width there.
"""

import numpy as np
from strides_and_dilation import conv2d as right_conv2d

# docs/mistakes.md: N7

Pair = tuple[int, int]


def conv2d(
    inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, strides: Pair, padding: str, dilation_rate: Pair
) -> np.ndarray:
    outputs = right_conv2d(inputs, kernel, bias, strides, padding, dilation_rate)
    batch, out_height, _, filters = outputs.shape
    return outputs.reshape(batch, out_height, out_height, filters)
