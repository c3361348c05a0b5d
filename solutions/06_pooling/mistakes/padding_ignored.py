""" "same" treated like "valid".

With "same" there is a window every `stride` pixels, and those at the border may hold fewer pixels than the others.
Check whether your code ever reads `padding`.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import max_pool2d as right_max

# docs/mistakes.md: P15

Pair = tuple[int, int]


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return right_max(inputs, pool_size, strides, "valid")


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return right_average(inputs, pool_size, strides, "valid")
