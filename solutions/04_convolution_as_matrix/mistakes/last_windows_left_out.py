"""a gradient without the last row and column of windows, as from a loop over range(n - 1).

range(n) already stops before n, so subtracting 1 leaves out the last window along each axis. Loop over the whole
out_height and out_width.
"""

import numpy as np
from convolution_as_matrix import col2im as right_col2im
from convolution_as_matrix import conv2d_matmul_backward as right_backward


def without_last(windows: np.ndarray) -> np.ndarray:
    """Zero the last row and column of windows: batch out_height out_width numbers."""
    left = windows.copy()
    left[:, -1], left[:, :, -1] = 0, 0
    return left


def col2im(columns: np.ndarray, input_shape: tuple[int, int, int, int], kernel_size: tuple[int, int]) -> np.ndarray:
    return right_col2im(without_last(columns), input_shape, kernel_size)


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, _, _ = right_backward(without_last(grad_outputs), inputs, kernel, bias)
    return grad_inputs, *right_backward(grad_outputs, inputs, kernel, bias)[1:]
