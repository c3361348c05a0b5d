"""a slice that ends at -0, which is the beginning, so it is empty.

Ending the slice at -p works until p is 0: no padding after the image. Count from the front instead: start at the
first cell to keep and take the image's size.
"""

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import conv2d_backward as right_backward

# docs/mistakes.md: B1 and C17

Pair = tuple[int, int]
Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def around(inputs: np.ndarray, kernel: np.ndarray, strides: Pair, padding: str, dilation_rate: Pair) -> list[Pair]:
    """The right padding (before, after) of all four axes."""
    fields = ((cells - 1) * rate + 1 for cells, rate in zip(kernel.shape[:2], dilation_rate, strict=True))
    lacking = [
        max((-(-size // stride) - 1) * stride + field - size, 0) if padding == "same" else 0
        for size, stride, field in zip(inputs.shape[1:3], strides, fields, strict=True)
    ]
    return [(0, 0), *((cells // 2, cells - cells // 2) for cells in lacking), (0, 0)]


def inside(borders: list[Pair]) -> tuple[slice, ...]:
    rows, columns = (slice(before, -after) for before, after in borders[1:3])
    return slice(None), rows, columns


def conv2d(
    inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, strides: Pair, padding: str, dilation_rate: Pair
) -> np.ndarray:
    borders = around(inputs, kernel, strides, padding, dilation_rate)
    padded = np.zeros_like(np.pad(inputs, borders))
    padded[inside(borders)] = inputs
    return right_conv2d(padded, kernel, bias, strides, "valid", dilation_rate)


def conv2d_backward(
    grad_outputs: np.ndarray,
    inputs: np.ndarray,
    kernel: np.ndarray,
    bias: np.ndarray,
    strides: Pair,
    padding: str,
    dilation_rate: Pair,
) -> Gradients:
    borders = around(inputs, kernel, strides, padding, dilation_rate)
    padded = np.pad(inputs, borders)
    gradients = right_backward(grad_outputs, padded, kernel, bias, strides, "valid", dilation_rate)
    return gradients[0][inside(borders)], *gradients[1:]
