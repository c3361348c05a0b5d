"""the mean over the channels, where their sum is asked for.

Each channel has weights of its own in the kernel, and what they find is added up. How many channels there are is
nothing that an output should be divided by.
"""

import numpy as np
from convolution_as_matrix import conv2d_fft as right_fft
from convolution_as_matrix import conv2d_matmul as right_matmul

# docs/mistakes.md: C23


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_matmul(inputs, kernel / np.asarray(kernel.shape[2], kernel.dtype), bias)


def conv2d_fft(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_fft(inputs, kernel / np.asarray(kernel.shape[2], kernel.dtype), bias)
