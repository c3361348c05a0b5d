"""windows side by side, whatever the strides.

Strides often equal the window, which is also Keras' default. Here they are a separate argument: smaller ones make
windows overlap, larger ones skip pixels.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import max_pool2d as right_max

# docs/mistakes.md: C6

Pair = tuple[int, int]


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return right_max(inputs, pool_size, pool_size, padding)


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return right_average(inputs, pool_size, pool_size, padding)
