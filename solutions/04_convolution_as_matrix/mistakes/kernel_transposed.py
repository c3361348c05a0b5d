"""a kernel with rows and columns swapped.

The kernel's first axis is its height, like the image's. Transposing it gives another kernel, and so does rotating it
by 180 degrees. Try a kernel with a single 1 in its top right corner.
"""

import numpy as np
from convolution_as_matrix import conv2d_fft as right_fft
from convolution_as_matrix import conv2d_matmul as right_matmul
from convolution_as_matrix import conv_matrix as right_conv_matrix
from convolution_as_matrix import grad_inputs_by_convolution as right_grad_inputs

# docs/mistakes.md: C2


def conv_matrix(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    return right_conv_matrix(kernel.T, image_size)


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_matmul(inputs, kernel.swapaxes(0, 1), bias)


def grad_inputs_by_convolution(grad_outputs: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return right_grad_inputs(grad_outputs, kernel.swapaxes(0, 1))


def conv2d_fft(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_fft(inputs, kernel.swapaxes(0, 1), bias)
