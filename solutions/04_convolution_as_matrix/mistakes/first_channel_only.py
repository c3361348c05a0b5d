"""the result of the first channel alone.

A window spans the full depth of the image: all channels belong to the patch, and the product sums over all of them.
Look for an index 0 in place of a whole axis.
"""

import numpy as np
from convolution_as_matrix import conv2d_fft as right_fft
from convolution_as_matrix import conv2d_matmul as right_matmul
from convolution_as_matrix import im2col as right_im2col

# docs/mistakes.md: C23


def im2col(inputs: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    return right_im2col(inputs[..., :1], kernel_size)


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_matmul(inputs[..., :1], kernel[:, :, :1], bias)


def conv2d_fft(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_fft(inputs[..., :1], kernel[:, :, :1], bias)
