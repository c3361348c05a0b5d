"""a sum without the last place along each axis of the kernel, as from a loop over range(n - 1).

range(n) already stops before n, so subtracting 1 leaves out the last place. Loop over range(n).
"""

import numpy as np
from convolution import conv2d as right_conv2d
from convolution import conv2d_backward as right_backward
from convolution import convolve as right_convolve
from convolution import cross_correlate as right_cross_correlate


def without_last(kernel: np.ndarray) -> np.ndarray:
    """Zero the last cell along each axis: kernel_size, or kernel_height kernel_width channels filters."""
    left = kernel.copy()
    left[-1] = 0
    if kernel.ndim > 1:
        left[:, -1] = 0
    return left


def convolve(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return right_convolve(signal, without_last(kernel))


def cross_correlate(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return right_cross_correlate(signal, without_last(kernel))


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    return right_conv2d(inputs, without_last(kernel), bias, padding)


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, without_last(kernel), bias, padding)
    return grad_inputs, without_last(grad_kernel), grad_bias
