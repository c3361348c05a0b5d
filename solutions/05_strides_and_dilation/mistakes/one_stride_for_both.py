"""the first stride used for both axes.

`strides` is a pair, (height, width), and the two may differ: a spectrogram may be subsampled in time but not in
frequency. Each axis has its own stride.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import conv2d_backward as right_backward
from strides_and_dilation import output_size as right_size

# docs/mistakes.md: C8 and B25

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


def output_size(input_size: Pair, kernel_size: Pair, strides: Pair, padding: str, dilation_rate: Pair) -> Pair:
    return right_size(input_size, kernel_size, (strides[0], strides[0]), padding, dilation_rate)


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, strides: Pair, **options: Any) -> np.ndarray:
    return right_conv2d(inputs, kernel, bias, (strides[0], strides[0]), **options)


def conv2d_backward(
    grad_outputs: np.ndarray,
    inputs: np.ndarray,
    kernel: np.ndarray,
    bias: np.ndarray,
    strides: Pair,
    padding: str,
    dilation_rate: Pair,
) -> Gradients:
    widths = around(inputs, kernel, (strides[0], strides[0]), padding, dilation_rate)
    padded = np.pad(inputs, widths)
    expected = right_conv2d(padded, kernel, bias, (strides[0], strides[0]), "valid", dilation_rate).shape
    errors = np.zeros(expected, grad_outputs.dtype)
    errors[:, : grad_outputs.shape[1], : grad_outputs.shape[2]] = grad_outputs
    gradients = right_backward(errors, padded, kernel, bias, (strides[0], strides[0]), "valid", dilation_rate)
    (top, _), (left, _) = widths[1:3]
    return gradients[0][:, top : top + inputs.shape[1], left : left + inputs.shape[2]], *gradients[1:]
