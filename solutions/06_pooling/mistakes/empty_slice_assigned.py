"""each image assigned from a slice that ends at -0, which is empty.

Ending the slice at -p works until p is 0: no padding after the image. Count from the front instead: start at the
first pixel to keep and take the image's size.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: N4

Pair = tuple[int, int]


def around(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> list[Pair]:
    """The right padding (before, after) of all four axes."""
    lacking = [
        max((-(-size // stride) - 1) * stride + cells - size, 0) if padding == "same" else 0
        for size, cells, stride in zip(inputs.shape[1:3], pool_size, strides, strict=True)
    ]
    return [(0, 0), *((cells // 2, cells - cells // 2) for cells in lacking), (0, 0)]


def without_border(grad_padded: np.ndarray, inputs: np.ndarray, widths: list[Pair]) -> np.ndarray:
    (top, bottom), (left, right) = widths[1:3]
    grad_inputs = np.zeros_like(inputs)
    for number, image in enumerate(grad_padded):
        grad_inputs[number] = image[top:-bottom, left:-right, :]
    return grad_inputs


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    widths = around(inputs, pool_size, strides, padding)
    padded = np.pad(inputs, widths, constant_values=-np.inf)
    grad_padded = right_max_backward(grad_outputs, padded, pool_size, strides, "valid")
    return without_border(grad_padded, inputs, widths)


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    widths = around(inputs, pool_size, strides, padding)
    pixels = right_average(np.pad(np.ones_like(inputs), widths), pool_size, strides, "valid")
    padded = np.pad(inputs, widths)
    grad_padded = right_average_backward(grad_outputs / pixels, padded, pool_size, strides, "valid")
    return without_border(grad_padded, inputs, widths)
