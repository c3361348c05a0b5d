"""the mean over the channels instead of their sum.

Each channel has its own weights in the kernel, and their products are added up. Do not divide by the number of
channels.
"""

import numpy as np
from convolution_as_matrix import conv2d_fft as right_fft
from convolution_as_matrix import conv2d_matmul as right_matmul

# docs/mistakes.md: C23


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_matmul(inputs, kernel / np.asarray(kernel.shape[2], kernel.dtype), bias)


def conv2d_fft(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_fft(inputs, kernel / np.asarray(kernel.shape[2], kernel.dtype), bias)
