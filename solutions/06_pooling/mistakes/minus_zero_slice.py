"""a slice that ends at -0, which is the beginning, so it is empty.

Ending the slice at -p works until p is 0: no padding after the image. Count from the front instead: start at the
first pixel to keep and take the image's size.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d as right_max
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: B1 and C17

Pair = tuple[int, int]


def around(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> list[Pair]:
    """The right padding (before, after) of all four axes."""
    lacking = [
        max((-(-size // stride) - 1) * stride + cells - size, 0) if padding == "same" else 0
        for size, cells, stride in zip(inputs.shape[1:3], pool_size, strides, strict=True)
    ]
    return [(0, 0), *((cells // 2, cells - cells // 2) for cells in lacking), (0, 0)]


def inside(widths: list[Pair]) -> tuple[slice, ...]:
    rows, columns = (slice(before, -after) for before, after in widths[1:3])
    return slice(None), rows, columns


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    widths = around(inputs, pool_size, strides, padding)
    padded = np.pad(np.full_like(inputs, -np.inf), widths, constant_values=-np.inf)
    padded[inside(widths)] = inputs
    return right_max(padded, pool_size, strides, "valid")


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    widths = around(inputs, pool_size, strides, padding)
    padded = np.pad(inputs, widths, constant_values=-np.inf)
    return right_max_backward(grad_outputs, padded, pool_size, strides, "valid")[inside(widths)]


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    widths = around(inputs, pool_size, strides, padding)
    pixels = right_average(np.pad(np.ones_like(inputs), widths), pool_size, strides, "valid")
    padded = np.pad(inputs, widths)
    return right_average_backward(grad_outputs / pixels, padded, pool_size, strides, "valid")[inside(widths)]
