"""the transposed matrix, with a column for each output.

W @ inputs takes one row of W for each output, and meets the inputs along it. What you made is useful, too: it carries
gradients from the outputs back to the inputs.
"""

import numpy as np
from convolution_as_matrix import conv_matrix as right_conv_matrix
from convolution_as_matrix import toeplitz as right_toeplitz


def toeplitz(kernel: np.ndarray, input_size: int) -> np.ndarray:
    return right_toeplitz(kernel, input_size).T


def conv_matrix(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    return right_conv_matrix(kernel, image_size).T
