"""the gradient of each pixel from its last window only.

Neighbouring windows overlap, so a pixel is copied into several of them, and each copy has a gradient. Contributions
to the same number add up; an assignment keeps only the last.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul_backward as right_backward

# docs/mistakes.md: B6


def overwritten(columns: np.ndarray, input_shape: tuple[int, ...], kernel_size: tuple[int, ...]) -> np.ndarray:
    kernel_height, kernel_width = kernel_size
    images = np.zeros(input_shape, columns.dtype)
    for row, column in np.ndindex(columns.shape[1:3]):
        patch = columns[:, row, column].reshape(-1, kernel_height, kernel_width, input_shape[3])
        images[:, row : row + kernel_height, column : column + kernel_width] = patch
    return images


def col2im(columns: np.ndarray, input_shape: tuple[int, int, int, int], kernel_size: tuple[int, int]) -> np.ndarray:
    return overwritten(columns, input_shape, kernel_size)


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias)
    grad_columns = grad_outputs @ kernel.reshape(-1, len(bias)).T
    return overwritten(grad_columns, inputs.shape, kernel.shape[:2]), grad_kernel, grad_bias
