"""the gradient of each pixel from the last kernel cell that met it.

A pixel is copied into several patches, each time for another cell of the kernel, and each copy has a gradient. Add
them up in the loop over kernel cells: += in place of =.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul_backward as right_backward

# docs/mistakes.md: N12


def overwritten(columns: np.ndarray, input_shape: tuple[int, ...], kernel_size: tuple[int, ...]) -> np.ndarray:
    out_height, out_width = columns.shape[1:3]
    cells = columns.reshape(*columns.shape[:3], *kernel_size, input_shape[3])
    images = np.zeros(input_shape, columns.dtype)
    for row, column in np.ndindex(*kernel_size):
        images[:, row : row + out_height, column : column + out_width] = cells[:, :, :, row, column]
    return images


def col2im(columns: np.ndarray, input_shape: tuple[int, int, int, int], kernel_size: tuple[int, int]) -> np.ndarray:
    return overwritten(columns, input_shape, kernel_size)


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias)
    grad_columns = grad_outputs @ kernel.reshape(-1, len(bias)).T
    return overwritten(grad_columns, inputs.shape, kernel.shape[:2]), grad_kernel, grad_bias
