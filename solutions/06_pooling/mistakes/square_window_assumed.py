"""the window's height used for its width as well.

`pool_size` is a pair, (height, width): a window may be flat or tall. A square window never shows the difference. Look
for a size that your code uses for both axes.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d as right_max
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: P4 and C5

Pair = tuple[int, int]


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return right_max(inputs, (pool_size[0], pool_size[0]), strides, padding)


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return right_average(inputs, (pool_size[0], pool_size[0]), strides, padding)


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    return right_max_backward(grad_outputs, inputs, (pool_size[0], pool_size[0]), strides, padding)


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    return right_average_backward(grad_outputs, inputs, (pool_size[0], pool_size[0]), strides, padding)
