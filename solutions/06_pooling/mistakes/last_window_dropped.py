""" "same" without the last window where the strides do not divide the size.

At stride 2, five pixels have windows at the first, third and fifth pixel: three, not two. "same" rounds the size up.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import max_pool2d as right_max

# docs/mistakes.md: C25

Pair = tuple[int, int]


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    outputs = right_max(inputs, pool_size, strides, padding)
    if padding == "valid":
        return outputs
    return outputs[:, : inputs.shape[1] // strides[0], : inputs.shape[2] // strides[1]]


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    outputs = right_average(inputs, pool_size, strides, padding)
    if padding == "valid":
        return outputs
    return outputs[:, : inputs.shape[1] // strides[0], : inputs.shape[2] // strides[1]]
