"""a matrix in which the next image row begins `height` pixels later.

A row is as long as the image is wide, so pixel (row, column) has the index row · width + column in the flattened
image. A square image never shows the difference.
"""

import numpy as np

# docs/mistakes.md: C3


def conv_matrix(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    (height, width), (kernel_height, kernel_width) = image_size, kernel.shape
    out_height, out_width = height - kernel_height + 1, width - kernel_width + 1
    matrix = np.zeros((out_height * out_width, height * width), kernel.dtype)
    for row, column, i, j in np.ndindex(out_height, out_width, *kernel.shape):
        matrix[row * out_width + column, (row + i) * height + column + j] = kernel[i, j]
    return matrix
