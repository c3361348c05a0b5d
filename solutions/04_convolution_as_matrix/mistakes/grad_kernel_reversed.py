"""grad_kernel reversed, with its last cell first.

The kernel's first cell met the top left pixel of every window, so its gradient pairs exactly these pixels with the
errors. Slide the errors over the inputs; with the roles swapped, the result comes out reversed.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul_backward as right_backward
from convolution_as_matrix import grad_kernel_by_convolution as right_grad_kernel

# docs/mistakes.md: B11


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel[::-1, ::-1], grad_bias


def grad_kernel_by_convolution(inputs: np.ndarray, grad_outputs: np.ndarray) -> np.ndarray:
    return right_grad_kernel(inputs, grad_outputs)[::-1, ::-1]
