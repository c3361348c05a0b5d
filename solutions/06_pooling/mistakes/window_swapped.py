"""a window with its sides swapped.

All pairs are (height, width), like the axes of an image: rows come first. The horizontal position, often called x, is
the second index. Try a window of 1 x 3: does it look along a row?
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d as right_max
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: P4

Pair = tuple[int, int]


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return right_max(inputs, pool_size[::-1], strides, padding)


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return right_average(inputs, pool_size[::-1], strides, padding)


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    return right_max_backward(grad_outputs, inputs, pool_size[::-1], strides, padding)


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    return right_average_backward(grad_outputs, inputs, pool_size[::-1], strides, padding)
