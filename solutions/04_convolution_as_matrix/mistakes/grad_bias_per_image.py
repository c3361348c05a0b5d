"""one grad_bias for each image.

All images of the batch share the bias, of shape (filters,), and so its gradient has that shape. Which axes of the
errors must you sum over?
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul_backward as right_backward


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, _ = right_backward(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel, grad_outputs.sum(axis=(1, 2))
