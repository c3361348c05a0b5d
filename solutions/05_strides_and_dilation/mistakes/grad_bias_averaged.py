"""grad_bias as the mean over all pixels and images, not the sum.

Raise a bias a little, and every pixel of its map rises by as much, in all images. Each of these changes the loss. The
gradient of a shared number is the sum over its uses.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d_backward as right_backward
from strides_and_dilation import pointwise_conv2d_backward as right_pointwise_backward

# docs/mistakes.md: B13

Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any
) -> Gradients:
    grad_inputs, grad_kernel, _ = right_backward(grad_outputs, inputs, kernel, bias, **options)
    return grad_inputs, grad_kernel, grad_outputs.mean(axis=(0, 1, 2))


def pointwise_conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> Gradients:
    grad_inputs, grad_kernel, _ = right_pointwise_backward(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel, grad_outputs.mean(axis=(0, 1, 2))
