"""padding for the kernel before dilation.

Padding depends on how many pixels a window covers, gaps included. At a rate of 2 a kernel of 3 covers 5. Use that in
place of the kernel size.
"""

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import output_size as right_size

# docs/mistakes.md: C21

Pair = tuple[int, int]


def around(inputs: np.ndarray, kernel: np.ndarray, strides: Pair, padding: str, dilation_rate: Pair) -> list[Pair]:
    """The right padding (before, after) of all four axes."""
    fields = ((cells - 1) * rate + 1 for cells, rate in zip(kernel.shape[:2], dilation_rate, strict=True))
    lacking = [
        max((-(-size // stride) - 1) * stride + field - size, 0) if padding == "same" else 0
        for size, stride, field in zip(inputs.shape[1:3], strides, fields, strict=True)
    ]
    return [(0, 0), *((cells // 2, cells - cells // 2) for cells in lacking), (0, 0)]


def output_size(input_size: Pair, kernel_size: Pair, strides: Pair, padding: str, dilation_rate: Pair) -> Pair:
    if padding == "valid":
        return right_size(input_size, kernel_size, strides, padding, dilation_rate)
    lost = [(cells - 1) * (rate - 1) for cells, rate in zip(kernel_size, dilation_rate, strict=True)]
    height, width = (-(-(size - cells) // s) for size, cells, s in zip(input_size, lost, strides, strict=True))
    return height, width


def conv2d(
    inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, strides: Pair, padding: str, dilation_rate: Pair
) -> np.ndarray:
    widths = around(inputs, kernel, strides, padding, (1, 1))
    return right_conv2d(np.pad(inputs, widths), kernel, bias, strides, "valid", dilation_rate)
