"""a separate grad_bias for each image, one row per image.

You summed over the pixels of a map, but not over the images. All images share one bias: to which of the four axes of
grad_outputs does it belong, and along which is it shared?
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d_backward as right_backward
from strides_and_dilation import pointwise_conv2d_backward as right_pointwise_backward

# docs/mistakes.md: F4

Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any
) -> Gradients:
    grad_inputs, grad_kernel, _ = right_backward(grad_outputs, inputs, kernel, bias, **options)
    return grad_inputs, grad_kernel, grad_outputs.sum(axis=(1, 2))


def pointwise_conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> Gradients:
    grad_inputs, grad_kernel, _ = right_pointwise_backward(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel, grad_outputs.sum(axis=(1, 2))
