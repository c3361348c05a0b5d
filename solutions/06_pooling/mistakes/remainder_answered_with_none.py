"""None where the windows leave a remainder.

"valid" takes the windows that lie wholly inside the image and ignores the last rows and columns. Most images leave
such a remainder. Compute the windows that fit; do not print a message and return nothing.
"""

from typing import Any

import numpy as np
from pooling import average_pool2d as right_average
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d as right_max
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: N1
# special value: a remainder

Pair = tuple[int, int]


def fits(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> bool:
    sides = zip(inputs.shape[1:3], pool_size, strides, strict=True)
    return padding == "same" or all((size - cells) % stride == 0 for size, cells, stride in sides)


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> Any:
    return right_max(inputs, pool_size, strides, padding) if fits(inputs, pool_size, strides, padding) else None


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> Any:
    return right_average(inputs, pool_size, strides, padding) if fits(inputs, pool_size, strides, padding) else None


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> Any:
    if not fits(inputs, pool_size, strides, padding):
        return None
    return right_max_backward(grad_outputs, inputs, pool_size, strides, padding)


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> Any:
    if not fits(inputs, pool_size, strides, padding):
        return None
    return right_average_backward(grad_outputs, inputs, pool_size, strides, padding)
