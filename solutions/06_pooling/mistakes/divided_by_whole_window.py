"""another convention: border windows divided by the whole window's size, as with count_include_pad in PyTorch.

The zeros around the image then count as pixels, and the border of the result fades. TensorFlow divides by the number
of real pixels, forward and backward.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import average_pool2d_backward as right_average_backward

# docs/mistakes.md: P11

Pair = tuple[int, int]


def around(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> list[Pair]:
    """The right padding (before, after) of all four axes."""
    lacking = [
        max((-(-size // stride) - 1) * stride + cells - size, 0) if padding == "same" else 0
        for size, cells, stride in zip(inputs.shape[1:3], pool_size, strides, strict=True)
    ]
    return [(0, 0), *((cells // 2, cells - cells // 2) for cells in lacking), (0, 0)]


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    widths = around(inputs, pool_size, strides, padding)
    return right_average(np.pad(inputs, widths), pool_size, strides, "valid")


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    widths = around(inputs, pool_size, strides, padding)
    grad_padded = right_average_backward(grad_outputs, np.pad(inputs, widths), pool_size, strides, "valid")
    (top, _), (left, _) = widths[1:3]
    return grad_padded[:, top : top + inputs.shape[1], left : left + inputs.shape[2]]
