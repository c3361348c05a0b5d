"""the mean over all windows instead of the sum.

All windows of all images share one kernel. Raise one of its cells a little, and every output changes, and the loss
with each of them. The gradient of a shared number is the sum over its uses.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul_backward as right_backward
from convolution_as_matrix import grad_kernel_by_convolution as right_grad_kernel


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias)
    windows = np.asarray(grad_outputs[..., 0].size, kernel.dtype)
    return grad_inputs, grad_kernel / windows, grad_bias / windows


def grad_kernel_by_convolution(inputs: np.ndarray, grad_outputs: np.ndarray) -> np.ndarray:
    windows = np.asarray(grad_outputs[..., 0].size, inputs.dtype)
    return right_grad_kernel(inputs, grad_outputs) / windows
