"""the first stride used for both axes.

`strides` is a pair, (height, width), and the two may differ. Each axis has its own stride, as it has its own size.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import max_pool2d as right_max

# docs/mistakes.md: C8

Pair = tuple[int, int]


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return right_max(inputs, pool_size, (strides[0], strides[0]), padding)


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return right_average(inputs, pool_size, (strides[0], strides[0]), padding)
