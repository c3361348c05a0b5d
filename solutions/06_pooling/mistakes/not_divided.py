"""the sum instead of the average, or the gradient of the sum.

An average divides by the number of pixels. Backward, each pixel gets the gradient divided by the same number.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import average_pool2d_backward as right_average_backward
from pooling import global_average_pool2d_backward as right_global_backward

# docs/mistakes.md: P13

Pair = tuple[int, int]


def around(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> list[Pair]:
    """The right padding (before, after) of all four axes."""
    lacking = [
        max((-(-size // stride) - 1) * stride + cells - size, 0) if padding == "same" else 0
        for size, cells, stride in zip(inputs.shape[1:3], pool_size, strides, strict=True)
    ]
    return [(0, 0), *((cells // 2, cells - cells // 2) for cells in lacking), (0, 0)]


def pixels(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    """How many there are in each window."""
    ones = np.pad(np.ones_like(inputs), around(inputs, pool_size, strides, padding))
    return right_average(ones, pool_size, strides, "valid") * (pool_size[0] * pool_size[1])


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return right_average(inputs, pool_size, strides, padding) * pixels(inputs, pool_size, strides, padding)


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    errors = grad_outputs * pixels(inputs, pool_size, strides, padding)
    return right_average_backward(errors, inputs, pool_size, strides, padding)


def global_average_pool2d(inputs: np.ndarray) -> np.ndarray:
    return inputs.sum(axis=(1, 2))


def global_average_pool2d_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return right_global_backward(grad_outputs, inputs) * inputs[0, ..., 0].size
