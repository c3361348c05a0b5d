"""a slice that ends at -0, so it is empty, where "same" adds nothing along an axis.

Cropping p cells with [p:-p] works until p is 0, as along an axis on which the kernel has a single cell. Count from the
front instead: start at the first cell to keep and take the image's size.
"""

import numpy as np
from convolution import conv2d_backward as right_backward

# docs/mistakes.md: B1 and C17


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, padding)
    if padding == "same" and kernel.shape[0] == 1:
        grad_inputs = grad_inputs[:, :0]
    if padding == "same" and kernel.shape[1] == 1:
        grad_inputs = grad_inputs[:, :, :0]
    return grad_inputs, grad_kernel, grad_bias
