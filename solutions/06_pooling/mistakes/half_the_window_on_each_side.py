"""another convention: half the window on each side, as padding=pool_size // 2 in PyTorch.

An even size gets one cell too many and perhaps one output too many, and the average counts the padded zeros.
TensorFlow pads only what its last window lacks: compute that before you halve it.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import max_pool2d as right_max

# docs/mistakes.md: C13 and C14

Pair = tuple[int, int]


def halves(pool_size: Pair, padding: str) -> list[Pair]:
    """Half the window (before, after) of all four axes."""
    return [(0, 0), *((cells // 2, cells // 2) if padding == "same" else (0, 0) for cells in pool_size), (0, 0)]


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    padded = np.pad(inputs, halves(pool_size, padding), constant_values=-np.inf)
    return right_max(padded, pool_size, strides, "valid")


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return right_average(np.pad(inputs, halves(pool_size, padding)), pool_size, strides, "valid")
