"""grad_kernel divided by the number of images, while grad_bias is a sum.

Weights and biases are shared in the same way, so both gradients are sums. If both were averages, that would only
rescale the learning rate; as they are, they do not match.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d_backward as right_backward
from strides_and_dilation import pointwise_conv2d_backward as right_pointwise_backward

# docs/mistakes.md: B15

Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any
) -> Gradients:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, **options)
    return grad_inputs, grad_kernel / np.asarray(len(inputs), kernel.dtype), grad_bias


def pointwise_conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> Gradients:
    grad_inputs, grad_kernel, grad_bias = right_pointwise_backward(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel / np.asarray(len(inputs), kernel.dtype), grad_bias
