"""a result as large as the inputs, with windows that hang over the edge.

Valid takes only the windows that lie wholly inside. How many positions does that leave for a kernel of 3 in a signal of
5?
"""

import numpy as np
from convolution import conv2d as right_conv2d
from convolution import convolve as right_convolve
from convolution import cross_correlate as right_cross_correlate


def convolve(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return right_convolve(np.pad(signal, (len(kernel) - 1, 0)), kernel)  # signal[t - tau]


def cross_correlate(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return right_cross_correlate(np.pad(signal, (0, len(kernel) - 1)), kernel)  # signal[t + tau]


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    if padding == "valid":
        inputs = np.pad(inputs, [(0, 0), *[(0, size - 1) for size in kernel.shape[:2]], (0, 0)])
    return right_conv2d(inputs, kernel, bias, padding)
