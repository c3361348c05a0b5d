"""columns in one order times a kernel flattened in another.

Cell n of each patch must meet cell n of the kernel. If the patch goes height, width, channels, the kernel's rows must
go height, width, channels, too. With one channel everything fits; try two, one of which is all zeros.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul_backward as right_backward
from convolution_as_matrix import im2col as right_im2col


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    # kernel_height kernel_width channels filters -> channels kernel_height kernel_width filters, flattened
    return right_im2col(inputs, kernel.shape[:2]) @ np.moveaxis(kernel, 2, 0).reshape(-1, len(bias)) + bias


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    shuffled = np.moveaxis(kernel, 2, 0).reshape(kernel.shape)
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, shuffled, bias)
    kernel_height, kernel_width, channels, filters = kernel.shape
    by_channel = grad_kernel.reshape(channels, kernel_height, kernel_width, filters)
    return grad_inputs, np.moveaxis(by_channel, 0, 2), grad_bias
