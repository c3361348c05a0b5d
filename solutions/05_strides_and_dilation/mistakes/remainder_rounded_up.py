"""sizes rounded up in "valid" mode, too, so the last window crosses the border.

"valid" takes only windows that lie wholly inside the image. When the strides leave a remainder, the pixels at the
bottom and right are unused.
"""

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import output_size as right_size

# docs/mistakes.md: C25
# special value: a remainder

Pair = tuple[int, int]


def output_size(input_size: Pair, kernel_size: Pair, strides: Pair, padding: str, dilation_rate: Pair) -> Pair:
    if padding == "same":
        return right_size(input_size, kernel_size, strides, padding, dilation_rate)
    fields = [(cells - 1) * rate + 1 for cells, rate in zip(kernel_size, dilation_rate, strict=True)]
    height, width = (-((f - size) // s) + 1 for size, f, s in zip(input_size, fields, strides, strict=True))
    return height, width


def conv2d(
    inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, strides: Pair, padding: str, dilation_rate: Pair
) -> np.ndarray:
    if padding == "valid":
        fields = [(cells - 1) * rate + 1 for cells, rate in zip(kernel.shape[:2], dilation_rate, strict=True)]
        more = [(f - size) % s for size, f, s in zip(inputs.shape[1:3], fields, strides, strict=True)]
        inputs = np.pad(inputs, [(0, 0), (0, more[0]), (0, more[1]), (0, 0)])
    return right_conv2d(inputs, kernel, bias, strides, padding, dilation_rate)
