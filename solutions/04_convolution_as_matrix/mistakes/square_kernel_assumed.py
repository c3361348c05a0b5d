"""the kernel's height used for its width as well.

A kernel may be flat or tall: each of its two sides belongs to one axis of the image. A square kernel never shows the
difference. Look for a size that your code uses for both axes.
"""

import numpy as np
from convolution_as_matrix import col2im as right_col2im
from convolution_as_matrix import im2col as right_im2col

# docs/mistakes.md: C5


def conv_matrix(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    (height, width), size = image_size, kernel.shape[0]
    out_height, out_width = height - size + 1, width - size + 1
    matrix = np.zeros((out_height, out_width, height, width), kernel.dtype)
    for row, column, i, j in np.ndindex(out_height, out_width, size, size):
        matrix[row, column, row + i, column + j] = kernel[i, j]
    return matrix.reshape(out_height * out_width, height * width)


def im2col(inputs: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    return right_im2col(inputs, (kernel_size[0], kernel_size[0]))


def col2im(columns: np.ndarray, input_shape: tuple[int, int, int, int], kernel_size: tuple[int, int]) -> np.ndarray:
    return right_col2im(columns, input_shape, (kernel_size[0], kernel_size[0]))


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    columns = right_im2col(inputs, (kernel.shape[0], kernel.shape[0]))
    return columns @ kernel.reshape(-1, len(bias)) + bias


def grad_inputs_by_convolution(grad_outputs: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    border = kernel.shape[0] - 1
    errors = np.pad(grad_outputs, [(0, 0), (border, border), (border, border), (0, 0)])
    columns = right_im2col(errors, kernel.shape[:2])
    return columns @ kernel[::-1, ::-1].swapaxes(2, 3).reshape(-1, kernel.shape[2])
