"""a matrix whose columns are the patches, as the name im2col has it.

Many texts stand the patches upright and multiply with the kernel from the left. TensorFlow lays each patch along the
last axis, where the dense layer has its features, and keeps batch, out_height and out_width in front.
"""

import numpy as np
from convolution_as_matrix import im2col as right_im2col


def im2col(inputs: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    columns = right_im2col(inputs, kernel_size)
    return columns.reshape(-1, columns.shape[3]).T
