"""a matrix whose columns are the patches, as the name im2col says.

Many texts make each patch a column and multiply by the kernel from the left. TensorFlow lays each patch along the
last axis, where the dense layer has its features, after batch, out_height and out_width.
"""

import numpy as np
from convolution_as_matrix import im2col as right_im2col


def im2col(inputs: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    columns = right_im2col(inputs, kernel_size)
    return columns.reshape(-1, columns.shape[3]).T
