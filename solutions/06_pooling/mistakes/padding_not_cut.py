"""the gradient of the padded image, with its border not cropped.

The gradient of an array has that array's shape: one number for each element. The cells around the image are not part
of it, so crop them once everything has been added up.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: B3

Pair = tuple[int, int]


def around(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> list[Pair]:
    """The right padding (before, after) of all four axes."""
    lacking = [
        max((-(-size // stride) - 1) * stride + cells - size, 0) if padding == "same" else 0
        for size, cells, stride in zip(inputs.shape[1:3], pool_size, strides, strict=True)
    ]
    return [(0, 0), *((cells // 2, cells - cells // 2) for cells in lacking), (0, 0)]


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    padded = np.pad(inputs, around(inputs, pool_size, strides, padding), constant_values=-np.inf)
    return right_max_backward(grad_outputs, padded, pool_size, strides, "valid")


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    widths = around(inputs, pool_size, strides, padding)
    pixels = right_average(np.pad(np.ones_like(inputs), widths), pool_size, strides, "valid")
    return right_average_backward(grad_outputs / pixels, np.pad(inputs, widths), pool_size, strides, "valid")
