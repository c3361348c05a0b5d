"""the two strides in the wrong order.

All pairs are (height, width): the first stride moves down the rows, the second to the right. The horizontal position,
often called x, is the second index.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import max_pool2d as right_max

# docs/mistakes.md: C8

Pair = tuple[int, int]


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return right_max(inputs, pool_size, strides[::-1], padding)


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return right_average(inputs, pool_size, strides[::-1], padding)
