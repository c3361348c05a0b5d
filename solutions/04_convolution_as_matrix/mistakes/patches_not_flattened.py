"""patches that still have a height, a width and channels.

The numbers are right. But a matrix product sums over a single axis: reshape the last three to one of kernel_height ·
kernel_width · channels numbers.
"""

import numpy as np
from convolution_as_matrix import im2col as right_im2col


def cells(columns: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    """Patches with their three axes: batch out_height out_width kernel_height kernel_width channels."""
    return columns.reshape(*columns.shape[:3], *kernel_size, columns.shape[3] // (kernel_size[0] * kernel_size[1]))


def im2col(inputs: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    return cells(right_im2col(inputs, kernel_size), kernel_size)
