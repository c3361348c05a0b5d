"""a result reshaped to as many columns as rows.

The numbers are right, but the last line makes them a square: out_height, out_height. Use the width there.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import max_pool2d as right_max

# docs/mistakes.md: N7

Pair = tuple[int, int]


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    outputs = right_max(inputs, pool_size, strides, padding)
    batch, out_height, _, channels = outputs.shape
    return outputs.reshape(batch, out_height, out_height, channels)


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    outputs = right_average(inputs, pool_size, strides, padding)
    batch, out_height, _, channels = outputs.shape
    return outputs.reshape(batch, out_height, out_height, channels)
