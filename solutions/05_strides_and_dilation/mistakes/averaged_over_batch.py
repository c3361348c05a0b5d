"""gradients of kernel and bias divided by the number of images.

If the loss averages over the batch, its gradient already contains that division. Dividing again here slows training,
more so with larger batches. A layer only sums the gradients of its parameters.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d_backward as right_backward
from strides_and_dilation import pointwise_conv2d_backward as right_pointwise_backward

# docs/mistakes.md: B20

Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any
) -> Gradients:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, **options)
    images = np.asarray(len(inputs), kernel.dtype)
    return grad_inputs, grad_kernel / images, grad_bias / images


def pointwise_conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> Gradients:
    grad_inputs, grad_kernel, grad_bias = right_pointwise_backward(grad_outputs, inputs, kernel, bias)
    images = np.asarray(len(inputs), kernel.dtype)
    return grad_inputs, grad_kernel / images, grad_bias / images
