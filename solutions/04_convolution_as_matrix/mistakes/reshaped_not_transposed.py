"""a kernel reshaped to `filters` rows instead of transposed.

reshape never moves a number: it cuts the same sequence into other lengths. In this sequence the filters are the last
axis, so a row of reshape(filters, -1) mixes them all. Which shape leaves the filters in place?
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul_backward as right_backward
from convolution_as_matrix import im2col as right_im2col


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_im2col(inputs, kernel.shape[:2]) @ kernel.reshape(len(bias), -1).T + bias


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    mixed = np.ascontiguousarray(kernel.reshape(len(bias), -1).T).reshape(kernel.shape)
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, mixed, bias)
    return grad_inputs, grad_kernel.reshape(-1, len(bias)).T.reshape(kernel.shape), grad_bias
