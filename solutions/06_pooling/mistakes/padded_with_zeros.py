"""a border of zeros that counts in the maximum.

Where all pixels of a border window are negative, a padded zero wins, and backward the gradient goes to it and is
lost. Pad with a number that can never be the maximum.
"""

import numpy as np
from pooling import max_pool2d as right_max
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: P10
# special value: all below 0

Pair = tuple[int, int]


def around(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> list[Pair]:
    """The right padding (before, after) of all four axes."""
    lacking = [
        max((-(-size // stride) - 1) * stride + cells - size, 0) if padding == "same" else 0
        for size, cells, stride in zip(inputs.shape[1:3], pool_size, strides, strict=True)
    ]
    return [(0, 0), *((cells // 2, cells - cells // 2) for cells in lacking), (0, 0)]


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return right_max(np.pad(inputs, around(inputs, pool_size, strides, padding)), pool_size, strides, "valid")


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    widths = around(inputs, pool_size, strides, padding)
    grad_padded = right_max_backward(grad_outputs, np.pad(inputs, widths), pool_size, strides, "valid")
    (top, _), (left, _) = widths[1:3]
    return grad_padded[:, top : top + inputs.shape[1], left : left + inputs.shape[2]]
