"""a matrix for images flattened column by column.

NumPy's reshape(-1) writes row after row, so two pixels beside each other stay neighbours, and two on top of each
other come to lie a whole row apart. Take care with the order of the outputs as well.
"""

import numpy as np
from convolution_as_matrix import conv_matrix as right_conv_matrix


def conv_matrix(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    height, width = image_size
    return right_conv_matrix(kernel.T, (width, height))
