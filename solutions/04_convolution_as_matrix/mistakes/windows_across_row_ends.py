"""a row for each shift of the flattened kernel, even where it runs over the end of an image row.

Shifted by one beyond the end of a row, the kernel covers the last pixels of one row and the first of the next. Those
are no neighbours. So the matrix is made of Toeplitz blocks, but as a whole it is no Toeplitz matrix.
"""

import numpy as np
from convolution_as_matrix import toeplitz as right_toeplitz


def conv_matrix(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    (height, width), (kernel_height, kernel_width) = image_size, kernel.shape
    spread = np.zeros((kernel_height, width), kernel.dtype)
    spread[:, :kernel_width] = kernel
    return right_toeplitz(spread.reshape(-1)[: spread.size - width + kernel_width], height * width)
