"""patches read from their last pixel to their first.

A true convolution does that. Here the top left pixel of a patch comes first, and it goes back to the top left of its
window.
"""

import numpy as np
from convolution_as_matrix import col2im as right_col2im
from convolution_as_matrix import im2col as right_im2col


def cells(columns: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    """Patches with their three axes: batch out_height out_width kernel_height kernel_width channels."""
    return columns.reshape(*columns.shape[:3], *kernel_size, columns.shape[3] // (kernel_size[0] * kernel_size[1]))


def im2col(inputs: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    columns = right_im2col(inputs, kernel_size)
    return cells(columns, kernel_size)[:, :, :, ::-1, ::-1].reshape(columns.shape)


def col2im(columns: np.ndarray, input_shape: tuple[int, int, int, int], kernel_size: tuple[int, int]) -> np.ndarray:
    reversed_columns = cells(columns, kernel_size)[:, :, :, ::-1, ::-1].reshape(columns.shape)
    return right_col2im(reversed_columns, input_shape, kernel_size)
