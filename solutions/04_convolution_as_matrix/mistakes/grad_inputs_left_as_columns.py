"""a gradient of the columns, not yet of the images.

The dense layer's formula ends at the columns, which are copies of pixels. One step is missing: add up the gradients
of all copies of a pixel.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul_backward as right_backward


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias)
    return grad_outputs @ kernel.reshape(-1, len(bias)).T, grad_kernel, grad_bias
