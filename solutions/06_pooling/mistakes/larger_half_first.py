"""another convention: odd padding with its larger half at the top and left.

It is a valid choice, and even padding does not show it. TensorFlow puts the odd row and column at the bottom and
right.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d as right_max
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: C13

Pair = tuple[int, int]


def around(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> list[Pair]:
    """The right padding (before, after) of all four axes."""
    lacking = [
        max((-(-size // stride) - 1) * stride + cells - size, 0) if padding == "same" else 0
        for size, cells, stride in zip(inputs.shape[1:3], pool_size, strides, strict=True)
    ]
    return [(0, 0), *((cells // 2, cells - cells // 2) for cells in lacking), (0, 0)]


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    widths = [pair[::-1] for pair in around(inputs, pool_size, strides, padding)]
    return right_max(np.pad(inputs, widths, constant_values=-np.inf), pool_size, strides, "valid")


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    widths = [pair[::-1] for pair in around(inputs, pool_size, strides, padding)]
    total, pixels = (
        right_average(np.pad(array, widths), pool_size, strides, "valid") for array in (inputs, np.ones_like(inputs))
    )
    return total / np.maximum(pixels, 0.01)


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    widths = [pair[::-1] for pair in around(inputs, pool_size, strides, padding)]
    padded = np.pad(inputs, widths, constant_values=-np.inf)
    grad_padded = right_max_backward(grad_outputs, padded, pool_size, strides, "valid")
    (top, _), (left, _) = widths[1:3]
    return grad_padded[:, top : top + inputs.shape[1], left : left + inputs.shape[2]]


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    widths = [pair[::-1] for pair in around(inputs, pool_size, strides, padding)]
    pixels = right_average(np.pad(np.ones_like(inputs), widths), pool_size, strides, "valid")
    errors = grad_outputs / np.maximum(pixels, 0.01)
    grad_padded = right_average_backward(errors, np.pad(inputs, widths), pool_size, strides, "valid")
    (top, _), (left, _) = widths[1:3]
    return grad_padded[:, top : top + inputs.shape[1], left : left + inputs.shape[2]]
