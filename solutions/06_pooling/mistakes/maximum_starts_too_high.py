"""a maximum that starts at a very low number, such as -1e9, and stays there when all pixels are lower.

Numbers in a network have no bounds, least of all when training diverges. Start with the first pixel of the window, or
with minus infinity.
"""

import numpy as np
from pooling import max_pool2d as right_max

# docs/mistakes.md: P9
# special value: far below 0

Pair = tuple[int, int]


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return np.maximum(right_max(inputs, pool_size, strides, padding), np.asarray(-1e9, inputs.dtype))
