"""an error where the strides leave a remainder.

"valid" takes the windows that lie wholly inside the image and ignores the last rows and columns. Most images leave
such a remainder, so do not check for it: integer division rounds down by itself.
"""

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import conv2d_backward as right_backward
from strides_and_dilation import output_size as right_size

# docs/mistakes.md: N1
# special value: a remainder

Pair = tuple[int, int]
Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def fits(input_size: Pair, kernel_size: Pair, strides: Pair, padding: str, dilation_rate: Pair) -> bool:
    fields = ((cells - 1) * rate + 1 for cells, rate in zip(kernel_size, dilation_rate, strict=True))
    sides = zip(input_size, fields, strides, strict=True)
    return padding == "same" or all((size - field) % stride == 0 for size, field, stride in sides)


def output_size(input_size: Pair, kernel_size: Pair, strides: Pair, padding: str, dilation_rate: Pair) -> Pair:
    assert fits(input_size, kernel_size, strides, padding, dilation_rate)
    return right_size(input_size, kernel_size, strides, padding, dilation_rate)


def conv2d(
    inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, strides: Pair, padding: str, dilation_rate: Pair
) -> np.ndarray:
    assert fits(inputs.shape[1:3], kernel.shape[:2], strides, padding, dilation_rate)
    return right_conv2d(inputs, kernel, bias, strides, padding, dilation_rate)


def conv2d_backward(
    grad_outputs: np.ndarray,
    inputs: np.ndarray,
    kernel: np.ndarray,
    bias: np.ndarray,
    strides: Pair,
    padding: str,
    dilation_rate: Pair,
) -> Gradients:
    assert fits(inputs.shape[1:3], kernel.shape[:2], strides, padding, dilation_rate)
    return right_backward(grad_outputs, inputs, kernel, bias, strides, padding, dilation_rate)
