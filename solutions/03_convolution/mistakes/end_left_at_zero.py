"""a result as large as the inputs, whose end stays 0.

The numbers are right, but the array is too large: fewer windows lie wholly inside than there are numbers along an axis.
Compute the size of the result before np.zeros; np.zeros_like gives it the size of another array.
"""

import numpy as np
from convolution import conv2d as right_conv2d
from convolution import convolve as right_convolve
from convolution import cross_correlate as right_cross_correlate


def convolve(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return np.pad(right_convolve(signal, kernel), (0, len(kernel) - 1))


def cross_correlate(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return np.pad(right_cross_correlate(signal, kernel), (0, len(kernel) - 1))


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    outputs = right_conv2d(inputs, kernel, bias, padding)
    missing = [size - 1 if padding == "valid" else 0 for size in kernel.shape[:2]]
    return np.pad(outputs, [(0, 0), *[(0, size) for size in missing], (0, 0)])
