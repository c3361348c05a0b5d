"""a periodic convolution: after its end, the input begins again.

A circulant matrix is square, and a product of Fourier transforms has the same effect. The rows in which the kernel
wraps round have no meaning here. Which rows, or outputs, remain without them?
"""

import numpy as np
from convolution_as_matrix import conv2d_fft as right_fft
from convolution_as_matrix import toeplitz as right_toeplitz

# docs/mistakes.md: C27


def toeplitz(kernel: np.ndarray, input_size: int) -> np.ndarray:
    signal = np.concatenate([np.arange(input_size), np.arange(kernel.size - 1)])  # the input that each position shows
    return right_toeplitz(kernel, signal.size) @ np.eye(input_size, dtype=kernel.dtype)[signal]


def conv_matrix(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    height, width = image_size
    matrix = np.zeros((height, width, height, width), kernel.dtype)
    for row, column, i, j in np.ndindex(height, width, *kernel.shape):
        matrix[row, column, (row + i) % height, (column + j) % width] = kernel[i, j]
    return matrix.reshape(height * width, height * width)


def conv2d_fft(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    kernel_height, kernel_width = kernel.shape[:2]
    periodic = np.pad(inputs, [(0, 0), (0, kernel_height - 1), (0, kernel_width - 1), (0, 0)], mode="wrap")
    return right_fft(periodic, kernel, bias)
