"""grad_kernel divided by the number of images, while grad_bias is a sum.

Weights and biases are shared in the same way, so both gradients are sums. If both were averages, that would only
rescale the learning rate; as they are, they do not match.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul_backward as right_backward

# docs/mistakes.md: B15


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel / np.asarray(len(inputs), kernel.dtype), grad_bias
