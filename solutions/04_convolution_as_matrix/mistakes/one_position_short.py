"""a result that lacks the last position along each axis.

A kernel of 2 fits into a signal of 4 at three positions, not at two: count its starting places, the first one
included.
"""

import numpy as np
from convolution_as_matrix import conv2d_fft as right_fft
from convolution_as_matrix import conv2d_matmul as right_matmul
from convolution_as_matrix import conv_matrix as right_conv_matrix
from convolution_as_matrix import im2col as right_im2col
from convolution_as_matrix import toeplitz as right_toeplitz


def toeplitz(kernel: np.ndarray, input_size: int) -> np.ndarray:
    return right_toeplitz(kernel, input_size)[:-1]


def conv_matrix(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    (height, width), (kernel_height, kernel_width) = image_size, kernel.shape
    matrix = right_conv_matrix(kernel, image_size).reshape(height - kernel_height + 1, width - kernel_width + 1, -1)
    return matrix[:-1, :-1].reshape(-1, height * width)


def im2col(inputs: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    return right_im2col(inputs, kernel_size)[:, :-1, :-1]


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_matmul(inputs, kernel, bias)[:, :-1, :-1]


def conv2d_fft(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_fft(inputs, kernel, bias)[:, :-1, :-1]
