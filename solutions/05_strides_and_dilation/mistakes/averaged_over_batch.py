"""gradients of kernel and bias divided by the number of images.

Where the loss is an average over the batch, its own gradient carries that division already. Dividing here again makes
training slower the larger the batch is. A layer adds up what reaches its parameters, and no more.
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
