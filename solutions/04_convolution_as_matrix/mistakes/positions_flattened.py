"""the right patches in one list, without separate axes for images, rows and columns.

Many texts build a matrix of two axes, and reshape(-1, patch) gives it at no cost. Here the result keeps batch,
out_height and out_width, so that the product has the shape of the outputs.
"""

import numpy as np
from convolution_as_matrix import im2col as right_im2col


def im2col(inputs: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    columns = right_im2col(inputs, kernel_size)
    return columns.reshape(-1, columns.shape[3])
