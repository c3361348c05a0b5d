"""the mean of each pixel's windows instead of the sum.

Dividing by the number of windows would restore the image that im2col took apart. But a gradient is not an inverse: a
pixel used four times gets four contributions, and they are summed.
"""

import numpy as np
from convolution_as_matrix import col2im as right_col2im
from convolution_as_matrix import conv2d_matmul_backward as right_backward
from convolution_as_matrix import im2col as right_im2col


def windows_of_each_pixel(
    columns: np.ndarray, input_shape: tuple[int, ...], kernel_size: tuple[int, ...]
) -> np.ndarray:
    return right_col2im(np.ones_like(columns), input_shape, kernel_size)


def col2im(columns: np.ndarray, input_shape: tuple[int, int, int, int], kernel_size: tuple[int, int]) -> np.ndarray:
    count = windows_of_each_pixel(columns, input_shape, kernel_size)
    return right_col2im(columns, input_shape, kernel_size) / count


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias)
    count = windows_of_each_pixel(right_im2col(inputs, kernel.shape[:2]), inputs.shape, kernel.shape[:2])
    return grad_inputs / count, grad_kernel, grad_bias
