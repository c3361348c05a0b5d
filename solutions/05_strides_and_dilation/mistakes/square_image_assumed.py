"""the height of the outputs used as their width, too.

The width follows from the image's width, the kernel's width and the second stride, the height from the others. Find
where your code uses one size for both.
"""

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import output_size as right_size

# docs/mistakes.md: C3 and B25

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


def seen(kernel: np.ndarray, top: int, left: int, dilation_rate: Pair) -> tuple[slice, slice, slice]:
    """The window that starts here, in all images."""
    (height, width), (down, right) = kernel.shape[:2], dilation_rate
    rows = slice(top, top + (height - 1) * down + 1, down)
    return slice(None), rows, slice(left, left + (width - 1) * right + 1, right)


def output_size(input_size: Pair, kernel_size: Pair, strides: Pair, padding: str, dilation_rate: Pair) -> Pair:
    height, _ = right_size(input_size, kernel_size, strides, padding, dilation_rate)
    return height, height


def conv2d(
    inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, strides: Pair, padding: str, dilation_rate: Pair
) -> np.ndarray:
    padded = np.pad(inputs, around(inputs, kernel, strides, padding, dilation_rate))
    size = right_conv2d(inputs, kernel, bias, strides, padding, dilation_rate).shape[1]
    outputs = np.zeros((len(inputs), size, size, len(bias)), inputs.dtype)
    for row, column in np.ndindex(size, size):
        window = padded[seen(kernel, row * strides[0], column * strides[1], dilation_rate)]
        outputs[:, row, column] = np.einsum("bijc,ijcf->bf", window, kernel) + bias
    return outputs


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
    grad_padded, grad_kernel = np.zeros_like(padded), np.zeros_like(kernel)
    for row, column in np.ndindex(grad_outputs.shape[1], grad_outputs.shape[1]):
        window = seen(kernel, row * strides[0], column * strides[1], dilation_rate)
        error = grad_outputs[:, row, column]  # batch filters
        grad_padded[window] += np.einsum("bf,ijcf->bijc", error, kernel)
        grad_kernel += np.einsum("bijc,bf->ijcf", padded[window], error)
    (top, _), (left, _) = borders[1:3]
    grad_inputs = grad_padded[:, top : top + inputs.shape[1], left : left + inputs.shape[2]]
    return grad_inputs, grad_kernel, grad_outputs.sum(axis=(0, 1, 2))
