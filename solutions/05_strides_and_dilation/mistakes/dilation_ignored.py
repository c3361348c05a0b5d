"""a kernel without gaps, as if both rates were 1.

A dilated kernel's cells meet pixels `dilation_rate` apart: cell i meets pixel i times rate of its window, forward and
backward. Check where your code uses `dilation_rate`.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import conv2d_backward as right_backward
from strides_and_dilation import output_size as right_size
from strides_and_dilation import receptive_field as right_field

# docs/mistakes.md: C20 and B23

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
    return right_size(input_size, kernel_size, strides, padding, (1, 1))


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, dilation_rate: Pair, **options: Any) -> np.ndarray:
    return right_conv2d(inputs, kernel, bias, dilation_rate=(1, 1), **options)


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
    near = np.zeros_like(right_conv2d(padded, kernel, bias, strides, "valid", (1, 1)))
    near[:, : grad_outputs.shape[1], : grad_outputs.shape[2]] = grad_outputs
    grad_padded, grad_kernel, grad_bias = right_backward(near, padded, kernel, bias, strides, "valid", (1, 1))
    (top, _), (left, _) = borders[1:3]
    return grad_padded[:, top : top + inputs.shape[1], left : left + inputs.shape[2]], grad_kernel, grad_bias


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    return right_field([(kernel_size, stride, 1) for kernel_size, stride, _ in layers])
