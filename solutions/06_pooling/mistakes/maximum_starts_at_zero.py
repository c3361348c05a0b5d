"""a maximum that starts at 0, so that a window of negative numbers gives 0.

The largest of -3 and -5 is -3. Start with the first pixel of the window or with minus infinity: np.full instead of
np.zeros.
"""

import numpy as np
from pooling import max_pool2d as right_max

# docs/mistakes.md: P8
# special value: all below 0

Pair = tuple[int, int]


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return np.maximum(right_max(inputs, pool_size, strides, padding), 0)
