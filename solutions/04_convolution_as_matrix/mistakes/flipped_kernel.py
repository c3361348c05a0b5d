"""a true convolution, with a flipped kernel.

Deep learning says convolution but computes cross-correlation: the first kernel cell meets the first cell of the
window, in the matrix as in the loop of 03. A symmetric kernel hides this; try a single 1 at its end.
"""

import numpy as np
from convolution_as_matrix import conv2d_fft as right_fft
from convolution_as_matrix import conv2d_matmul as right_matmul
from convolution_as_matrix import conv2d_matmul_backward as right_backward
from convolution_as_matrix import conv_matrix as right_conv_matrix
from convolution_as_matrix import toeplitz as right_toeplitz

# docs/mistakes.md: C1


def toeplitz(kernel: np.ndarray, input_size: int) -> np.ndarray:
    return right_toeplitz(kernel[::-1], input_size)


def conv_matrix(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    return right_conv_matrix(kernel[::-1, ::-1], image_size)


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_matmul(inputs, kernel[::-1, ::-1], bias)


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel[::-1, ::-1], bias)
    return grad_inputs, grad_kernel[::-1, ::-1], grad_bias


def conv2d_fft(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_fft(inputs, kernel[::-1, ::-1], bias)
