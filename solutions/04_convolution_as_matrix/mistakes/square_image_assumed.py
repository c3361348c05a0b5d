"""as many windows across as down.

Height and width follow the same formula, each on its own axis: the width comes from the image's and the kernel's
width. Find where your code uses one size for both.
"""

import numpy as np

# docs/mistakes.md: C3


def conv_matrix(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    height, width = image_size
    size = height - kernel.shape[0] + 1
    matrix = np.zeros((size, size, height, width), kernel.dtype)
    for row, column, i, j in np.ndindex(size, size, *kernel.shape):
        matrix[row, column, row + i, column + j] = kernel[i, j]
    return matrix.reshape(size * size, height * width)


def im2col(inputs: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    size = inputs.shape[1] - kernel_size[0] + 1
    cells = [inputs[:, row : row + size, column : column + size] for row, column in np.ndindex(*kernel_size)]
    return np.concatenate(cells, axis=-1)


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    size = inputs.shape[1] - kernel.shape[0] + 1
    cells = [inputs[:, row : row + size, column : column + size] for row, column in np.ndindex(kernel.shape[:2])]
    return np.concatenate(cells, axis=-1) @ kernel.reshape(-1, len(bias)) + bias
