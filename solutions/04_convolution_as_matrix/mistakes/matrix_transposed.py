"""the transposed matrix, with a column for each output.

In W @ inputs each output has one row of W, with one column for each input. Your matrix is useful, too: it carries
gradients from the outputs back to the inputs.
"""

import numpy as np
from convolution_as_matrix import conv_matrix as right_conv_matrix
from convolution_as_matrix import toeplitz as right_toeplitz


def toeplitz(kernel: np.ndarray, input_size: int) -> np.ndarray:
    return right_toeplitz(kernel, input_size).T


def conv_matrix(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    return right_conv_matrix(kernel, image_size).T
