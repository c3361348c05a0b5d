"""grad_kernel still in the shape of a matrix.

The numbers are right. A gradient has the shape of its array, so that it can be subtracted: reshape it to the kernel's
four axes.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul_backward as right_backward


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel.reshape(-1, len(bias)), grad_bias
