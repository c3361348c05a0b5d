"""an error where the windows leave a remainder.

"valid" takes the windows that lie wholly inside the image and ignores the last rows and columns. Most images leave
such a remainder, so do not check for it: integer division rounds down by itself.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d as right_max
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: N1
# special value: a remainder

Pair = tuple[int, int]


def check(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> None:
    for size, cells, stride in zip(inputs.shape[1:3], pool_size, strides, strict=True):
        assert padding == "same" or (size - cells) % stride == 0


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    check(inputs, pool_size, strides, padding)
    return right_max(inputs, pool_size, strides, padding)


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    check(inputs, pool_size, strides, padding)
    return right_average(inputs, pool_size, strides, padding)


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    check(inputs, pool_size, strides, padding)
    return right_max_backward(grad_outputs, inputs, pool_size, strides, padding)


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    check(inputs, pool_size, strides, padding)
    return right_average_backward(grad_outputs, inputs, pool_size, strides, padding)
