"""patches that list one channel after the other.

Either order would work if all your functions agreed on it. TensorFlow lists the patch pixel by pixel, with all
channels of a pixel before the next, as in the kernel's axes: height, width, channels.
"""

import numpy as np
from convolution_as_matrix import col2im as right_col2im
from convolution_as_matrix import im2col as right_im2col


def cells(columns: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    """Patches with their three axes: batch out_height out_width kernel_height kernel_width channels."""
    return columns.reshape(*columns.shape[:3], *kernel_size, columns.shape[3] // (kernel_size[0] * kernel_size[1]))


def im2col(inputs: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    columns = right_im2col(inputs, kernel_size)
    return np.moveaxis(cells(columns, kernel_size), 5, 3).reshape(columns.shape)


def col2im(columns: np.ndarray, input_shape: tuple[int, int, int, int], kernel_size: tuple[int, int]) -> np.ndarray:
    by_channel = columns.reshape(*columns.shape[:3], input_shape[3], *kernel_size)
    return right_col2im(np.moveaxis(by_channel, 3, 5).reshape(columns.shape), input_shape, kernel_size)
