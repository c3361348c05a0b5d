"""a padding below zero.

Where the strides are larger than the window, the last window may end before the image does. Then nothing is padded,
and nothing is cropped either: padding is at least 0.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d as right_max
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: C14
# special value: strides beyond the window

Pair = tuple[int, int]


def refuse_negative(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> None:
    for size, cells, stride in zip(inputs.shape[1:3], pool_size, strides, strict=True):
        lacking = (-(-size // stride) - 1) * stride + cells - size
        if padding == "same":
            np.pad(inputs, lacking)


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    refuse_negative(inputs, pool_size, strides, padding)
    return right_max(inputs, pool_size, strides, padding)


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    refuse_negative(inputs, pool_size, strides, padding)
    return right_average(inputs, pool_size, strides, padding)


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    refuse_negative(inputs, pool_size, strides, padding)
    return right_max_backward(grad_outputs, inputs, pool_size, strides, padding)


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    refuse_negative(inputs, pool_size, strides, padding)
    return right_average_backward(grad_outputs, inputs, pool_size, strides, padding)
