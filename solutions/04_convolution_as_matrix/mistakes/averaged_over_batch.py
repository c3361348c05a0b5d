"""gradients of kernel and bias divided by the number of images.

If the loss averages over the batch, its gradient already contains that division. A layer only sums the gradients of
its parameters over all images.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul_backward as right_backward
from convolution_as_matrix import grad_kernel_by_convolution as right_grad_kernel

# docs/mistakes.md: B20, B15


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias)
    images = np.asarray(len(inputs), kernel.dtype)
    return grad_inputs, grad_kernel / images, grad_bias / images


def grad_kernel_by_convolution(inputs: np.ndarray, grad_outputs: np.ndarray) -> np.ndarray:
    return right_grad_kernel(inputs, grad_outputs) / np.asarray(len(inputs), inputs.dtype)
