"""a matrix for images flattened column by column.

NumPy's reshape(-1) goes row by row, so pixels side by side stay neighbours, and pixels above one another end up a
whole row apart. The same holds for the outputs.
"""

import numpy as np
from convolution_as_matrix import conv_matrix as right_conv_matrix


def conv_matrix(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    height, width = image_size
    return right_conv_matrix(kernel.T, (width, height))
