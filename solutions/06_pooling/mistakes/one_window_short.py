"""a result that lacks its last row and column in "valid" mode.

A window of 2 fits into three pixels at two places: count its starting places, one more than the steps between them.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import max_pool2d as right_max

Pair = tuple[int, int]


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    outputs = right_max(inputs, pool_size, strides, padding)
    return outputs[:, :-1, :-1] if padding == "valid" else outputs


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    outputs = right_average(inputs, pool_size, strides, padding)
    return outputs[:, :-1, :-1] if padding == "valid" else outputs
