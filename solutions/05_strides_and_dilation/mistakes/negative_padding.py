"""a padding below zero.

Where the strides are larger than the kernel's field, the last window may end before the image does. Then nothing is
padded, and nothing is cropped either: padding is at least 0.
"""

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import conv2d_backward as right_backward

# docs/mistakes.md: C14
# special value: strides beyond the kernel

Pair = tuple[int, int]
Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def refuse_negative(inputs: np.ndarray, kernel: np.ndarray, strides: Pair, padding: str, dilation_rate: Pair) -> None:
    fields = ((cells - 1) * rate + 1 for cells, rate in zip(kernel.shape[:2], dilation_rate, strict=True))
    for size, stride, field in zip(inputs.shape[1:3], strides, fields, strict=True):
        lacking = (-(-size // stride) - 1) * stride + field - size
        if padding == "same":
            np.pad(inputs, lacking)


def conv2d(
    inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, strides: Pair, padding: str, dilation_rate: Pair
) -> np.ndarray:
    refuse_negative(inputs, kernel, strides, padding, dilation_rate)
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
    refuse_negative(inputs, kernel, strides, padding, dilation_rate)
    return right_backward(grad_outputs, inputs, kernel, bias, strides, padding, dilation_rate)
