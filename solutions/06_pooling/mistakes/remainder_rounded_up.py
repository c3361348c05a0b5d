"""another convention: sizes rounded up, as with ceil_mode=True in PyTorch, and an incomplete last window.

"valid" takes only windows that lie wholly inside the image. When the strides leave a remainder, the pixels at the
bottom and right are unused.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import max_pool2d as right_max

# docs/mistakes.md: P16
# special value: a remainder

Pair = tuple[int, int]


def grown(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str, value: float) -> np.ndarray:
    more = [0, 0]
    if padding == "valid":
        sides = zip(inputs.shape[1:3], pool_size, strides, strict=True)
        rests = [((cells - size) % stride, cells) for size, cells, stride in sides]
        more = [rest if rest < cells else 0 for rest, cells in rests]  # a window must begin inside
    return np.pad(inputs, [(0, 0), (0, more[0]), (0, more[1]), (0, 0)], constant_values=value)


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return right_max(grown(inputs, pool_size, strides, padding, -np.inf), pool_size, strides, padding)


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    total, pixels = (
        right_average(grown(array, pool_size, strides, padding, 0.0), pool_size, strides, padding)
        for array in (inputs, np.ones_like(inputs))
    )
    return total / np.maximum(pixels, 0.01)
