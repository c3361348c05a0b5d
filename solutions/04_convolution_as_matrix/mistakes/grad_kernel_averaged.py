"""grad_kernel divided by the number of images, while grad_bias is a sum.

Weights and biases are shared in the same way, so their gradients are collected in the same way: summed. Were both
averages, only the learning rate would suffer; like this they no longer fit each other.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul_backward as right_backward

# docs/mistakes.md: B15


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel / np.asarray(len(inputs), kernel.dtype), grad_bias
