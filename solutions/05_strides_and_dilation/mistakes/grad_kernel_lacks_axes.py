"""grad_kernel with two axes, channels and filters.

The numbers are right. But the kernel has four axes, the first two of length 1, and a gradient has the shape of its
array: otherwise the optimiser's subtraction broadcasts it, or fails.
"""

import numpy as np
from strides_and_dilation import pointwise_conv2d_backward as right_pointwise_backward

# docs/mistakes.md: F4

Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def pointwise_conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> Gradients:
    grad_inputs, grad_kernel, grad_bias = right_pointwise_backward(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel[0, 0], grad_bias
