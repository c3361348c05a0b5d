"""a row for each shift of the flattened kernel, even where it crosses the end of an image row.

Shifted past the end of a row, the kernel covers the last pixels of one row and the first of the next, which are not
neighbours. So the matrix consists of Toeplitz blocks but is not a Toeplitz matrix as a whole.
"""

import numpy as np
from convolution_as_matrix import toeplitz as right_toeplitz


def conv_matrix(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    (height, width), (kernel_height, kernel_width) = image_size, kernel.shape
    spread = np.zeros((kernel_height, width), kernel.dtype)
    spread[:, :kernel_width] = kernel
    return right_toeplitz(spread.reshape(-1)[: spread.size - width + kernel_width], height * width)
