"""windows in the wrong order: the image's columns before its rows.

The axes of the result are batch, out_height, out_width, patch: the second one moves the window down, the third to the
right. Check which loop fills which axis.
"""

import numpy as np
from convolution_as_matrix import im2col as right_im2col


def im2col(inputs: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    return right_im2col(inputs, kernel_size).swapaxes(1, 2)
