"""windows one pixel apart, in a result whose size follows the strides.

Output i belongs to the window that starts at pixel i times stride, forward and backward. With the strides in the size
alone, your windows cover the top left of the image and miss the rest.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d as right_max
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: C6 and B4

Pair = tuple[int, int]


def around(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> list[Pair]:
    """The right padding (before, after) of all four axes."""
    lacking = [
        max((-(-size // stride) - 1) * stride + cells - size, 0) if padding == "same" else 0
        for size, cells, stride in zip(inputs.shape[1:3], pool_size, strides, strict=True)
    ]
    return [(0, 0), *((cells // 2, cells - cells // 2) for cells in lacking), (0, 0)]


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    _, out_height, out_width, _ = right_max(inputs, pool_size, strides, padding).shape
    padded = np.pad(inputs, around(inputs, pool_size, strides, padding), constant_values=-np.inf)
    return right_max(padded, pool_size, (1, 1), "valid")[:, :out_height, :out_width]


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    _, out_height, out_width, _ = right_average(inputs, pool_size, strides, padding).shape
    widths = around(inputs, pool_size, strides, padding)
    total, pixels = (
        right_average(np.pad(array, widths), pool_size, (1, 1), "valid") for array in (inputs, np.ones_like(inputs))
    )
    return (total / np.maximum(pixels, 0.01))[:, :out_height, :out_width]


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    widths = around(inputs, pool_size, strides, padding)
    padded = np.pad(inputs, widths, constant_values=-np.inf)
    errors = np.zeros_like(right_max(padded, pool_size, (1, 1), "valid"))
    errors[:, : grad_outputs.shape[1], : grad_outputs.shape[2]] = grad_outputs
    (top, _), (left, _) = widths[1:3]
    grad_padded = right_max_backward(errors, padded, pool_size, (1, 1), "valid")
    return grad_padded[:, top : top + inputs.shape[1], left : left + inputs.shape[2]]


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    widths = around(inputs, pool_size, strides, padding)
    padded = np.pad(inputs, widths)
    errors = np.zeros_like(right_average(padded, pool_size, (1, 1), "valid"))
    pixels = right_average(np.pad(np.ones_like(inputs), widths), pool_size, strides, "valid")
    errors[:, : grad_outputs.shape[1], : grad_outputs.shape[2]] = grad_outputs / pixels
    (top, _), (left, _) = widths[1:3]
    grad_padded = right_average_backward(errors, padded, pool_size, (1, 1), "valid")
    return grad_padded[:, top : top + inputs.shape[1], left : left + inputs.shape[2]]
