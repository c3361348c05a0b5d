"""patches read column by column.

A patch is read like an image: its first row from left to right, then the second. If you use loops, the outer one runs
over the rows of the kernel and the inner one over its columns.
"""

import numpy as np
from convolution_as_matrix import col2im as right_col2im
from convolution_as_matrix import im2col as right_im2col


def cells(columns: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    """Patches with their three axes: batch out_height out_width kernel_height kernel_width channels."""
    return columns.reshape(*columns.shape[:3], *kernel_size, columns.shape[3] // (kernel_size[0] * kernel_size[1]))


def im2col(inputs: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    columns = right_im2col(inputs, kernel_size)
    return cells(columns, kernel_size).swapaxes(3, 4).reshape(columns.shape)


def col2im(columns: np.ndarray, input_shape: tuple[int, int, int, int], kernel_size: tuple[int, int]) -> np.ndarray:
    by_column = columns.reshape(*columns.shape[:3], *kernel_size[::-1], input_shape[3])
    return right_col2im(by_column.swapaxes(3, 4).reshape(columns.shape), input_shape, kernel_size)
