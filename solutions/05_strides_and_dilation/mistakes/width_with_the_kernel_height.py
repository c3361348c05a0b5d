"""a result whose width is computed from the kernel's height.

The kernel is applied correctly, but each row has too few or too many windows: the image's width and the kernel's
width give the width of the result.
"""

import numpy as np

# docs/mistakes.md: N8

Pair = tuple[int, int]


def around(inputs: np.ndarray, kernel: np.ndarray, strides: Pair, padding: str, dilation_rate: Pair) -> list[Pair]:
    """The right padding (before, after) of all four axes."""
    fields = ((cells - 1) * rate + 1 for cells, rate in zip(kernel.shape[:2], dilation_rate, strict=True))
    lacking = [
        max((-(-size // stride) - 1) * stride + field - size, 0) if padding == "same" else 0
        for size, stride, field in zip(inputs.shape[1:3], strides, fields, strict=True)
    ]
    return [(0, 0), *((cells // 2, cells - cells // 2) for cells in lacking), (0, 0)]


def correlated(
    padded: np.ndarray, kernel: np.ndarray, bias: np.ndarray, strides: Pair, dilation_rate: Pair
) -> np.ndarray:
    field_height, field_width = (
        (cells - 1) * rate + 1 for cells, rate in zip(kernel.shape[:2], dilation_rate, strict=True)
    )
    height, width = padded.shape[1:3]
    out_height = (height - field_height) // strides[0] + 1
    out_width = (width - field_height) // strides[1] + 1
    outputs = np.zeros((len(padded), out_height, out_width, len(bias)), padded.dtype)
    for number, filter_number in np.ndindex(len(padded), len(bias)):
        for row, column in np.ndindex(out_height, out_width):
            top, left = row * strides[0], column * strides[1]
            rows = slice(top, top + field_height, dilation_rate[0])
            window = padded[number, rows, left : left + field_width : dilation_rate[1], :]
            total = np.sum(window * kernel[:, :, :, filter_number])
            outputs[number, row, column, filter_number] = total + bias[filter_number]
    return outputs


def conv2d(
    inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, strides: Pair, padding: str, dilation_rate: Pair
) -> np.ndarray:
    padded = np.pad(inputs, around(inputs, kernel, strides, padding, dilation_rate))
    return correlated(padded, kernel, bias, strides, dilation_rate)
