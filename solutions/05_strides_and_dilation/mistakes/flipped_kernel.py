"""a true convolution, with the kernel flipped in both directions.

A true convolution runs through image and kernel in opposite directions. Deep learning does not: the first kernel cell
meets the first pixel of the window, whatever the strides.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import conv2d_backward as right_backward

# docs/mistakes.md: C1

Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any) -> np.ndarray:
    return right_conv2d(inputs, kernel[::-1, ::-1], bias, **options)


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any
) -> Gradients:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel[::-1, ::-1], bias, **options)
    return grad_inputs, grad_kernel[::-1, ::-1], grad_bias
