"""the kernel's height used for its width as well.

A kernel may be flat or tall: each of its two sides belongs to one axis of the image. A square kernel never shows the
difference. Look for a size that your code uses for both axes.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import conv2d_backward as right_backward
from strides_and_dilation import output_size as right_size

# docs/mistakes.md: C5

Pair = tuple[int, int]
Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def output_size(input_size: Pair, kernel_size: Pair, strides: Pair, padding: str, dilation_rate: Pair) -> Pair:
    return right_size(input_size, (kernel_size[0], kernel_size[0]), strides, padding, dilation_rate)


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any) -> np.ndarray:
    return right_conv2d(inputs, kernel[:, range(len(kernel))], bias, **options)


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any
) -> Gradients:
    square = kernel[:, range(len(kernel))]
    grad_inputs, grad_square, grad_bias = right_backward(grad_outputs, inputs, square, bias, **options)
    grad_kernel = np.zeros_like(kernel)
    grad_kernel[:, : len(kernel)] = grad_square
    return grad_inputs, grad_kernel, grad_bias
