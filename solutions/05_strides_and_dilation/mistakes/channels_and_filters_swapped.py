"""a kernel with channels and filters swapped.

Forward, the kernel's third axis meets the channels of the images. Backward, the errors have one number for each
filter, so they meet the fourth. With as many filters as channels only the values show it.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import conv2d_backward as right_backward
from strides_and_dilation import pointwise_conv2d as right_pointwise
from strides_and_dilation import pointwise_conv2d_backward as right_pointwise_backward

# docs/mistakes.md: B10

Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any) -> np.ndarray:
    return right_conv2d(inputs, kernel.transpose(0, 1, 3, 2), bias, **options)


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any
) -> Gradients:
    _, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, **options)
    swapped = kernel.transpose(0, 1, 3, 2)  # kernel_height kernel_width filters channels
    return right_backward(grad_outputs, inputs, swapped, bias, **options)[0], grad_kernel, grad_bias


def pointwise_conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_pointwise(inputs, kernel.transpose(0, 1, 3, 2), bias)


def pointwise_conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> Gradients:
    _, grad_kernel, grad_bias = right_pointwise_backward(grad_outputs, inputs, kernel, bias)
    return grad_outputs @ kernel[0, 0], grad_kernel, grad_bias
