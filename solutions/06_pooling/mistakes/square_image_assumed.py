"""the height of the outputs used as their width, too.

The width follows from the image's width, the window's width and the second stride, the height from the others. A
reshape that cuts an image into tiles needs both sizes, too.
"""

from typing import Any

import numpy as np
from pooling import average_pool2d as right_average
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d as right_max
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: P6, C3 and B25

Pair = tuple[int, int]


def around(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> list[Pair]:
    """The right padding (before, after) of all four axes."""
    lacking = [
        max((-(-size // stride) - 1) * stride + cells - size, 0) if padding == "same" else 0
        for size, cells, stride in zip(inputs.shape[1:3], pool_size, strides, strict=True)
    ]
    return [(0, 0), *((cells // 2, cells - cells // 2) for cells in lacking), (0, 0)]


def windows(padded: np.ndarray, expected: np.ndarray, pool_size: Pair, strides: Pair, summary: Any) -> np.ndarray:
    size = expected.shape[1]
    outputs = np.zeros((len(padded), size, size, padded.shape[3]), padded.dtype)
    for row, column in np.ndindex(size, size):
        top, left = row * strides[0], column * strides[1]
        window = padded[:, top : top + pool_size[0], left : left + pool_size[1]]
        outputs[:, row, column] = summary(window, axis=(1, 2)) if window.size else padded[:, 0, left]
    return outputs


def square(grad_outputs: np.ndarray) -> np.ndarray:
    """The errors that a loop over out_height columns finds."""
    errors = np.zeros_like(grad_outputs)
    for row, column in np.ndindex(grad_outputs.shape[1], grad_outputs.shape[1]):
        errors[:, row, column, :] = grad_outputs[:, row, column, :]
    return errors


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    padded = np.pad(inputs, around(inputs, pool_size, strides, padding), constant_values=-np.inf)
    return windows(padded, right_max(inputs, pool_size, strides, padding), pool_size, strides, np.max)


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    pixels = np.pad(np.ones_like(inputs), around(inputs, pool_size, strides, padding))
    padded = np.pad(inputs, around(inputs, pool_size, strides, padding))
    expected = right_average(inputs, pool_size, strides, padding)
    return windows(padded, expected, pool_size, strides, np.sum) / windows(pixels, expected, pool_size, strides, np.sum)


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    return right_max_backward(square(grad_outputs), inputs, pool_size, strides, padding)


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    return right_average_backward(square(grad_outputs), inputs, pool_size, strides, padding)
