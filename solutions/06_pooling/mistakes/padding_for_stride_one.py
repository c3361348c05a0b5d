"""another convention: padded as for stride 1, half the window on either side.

PyTorch's symmetric padding and many courses do this, and it is a valid choice. TensorFlow pads only what its last
window lacks, which depends on image size and strides: compute that before you halve it.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d as right_max
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: C14

Pair = tuple[int, int]


def halves(pool_size: Pair, padding: str) -> list[Pair]:
    """Padding that does not look at strides and sizes, (before, after) of all four axes."""
    sides = [((cells - 1) // 2, cells // 2) if padding == "same" else (0, 0) for cells in pool_size]
    return [(0, 0), *sides, (0, 0)]


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    widths = halves(pool_size, padding)
    return right_max(np.pad(inputs, widths, constant_values=-np.inf), pool_size, strides, "valid")


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    widths = halves(pool_size, padding)
    total, pixels = (
        right_average(np.pad(array, widths), pool_size, strides, "valid") for array in (inputs, np.ones_like(inputs))
    )
    return total / np.maximum(pixels, 0.01)


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    widths = halves(pool_size, padding)
    padded = np.pad(inputs, widths, constant_values=-np.inf)
    grad_padded = right_max_backward(grad_outputs, padded, pool_size, strides, "valid")
    (top, _), (left, _) = widths[1:3]
    return grad_padded[:, top : top + inputs.shape[1], left : left + inputs.shape[2]]


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    widths = halves(pool_size, padding)
    pixels = right_average(np.pad(np.ones_like(inputs), widths), pool_size, strides, "valid")
    errors = grad_outputs / np.maximum(pixels, 0.01)
    grad_padded = right_average_backward(errors, np.pad(inputs, widths), pool_size, strides, "valid")
    (top, _), (left, _) = widths[1:3]
    return grad_padded[:, top : top + inputs.shape[1], left : left + inputs.shape[2]]
