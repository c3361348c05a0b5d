"""a result whose width is computed from the kernel's height.

The kernel is applied correctly, but each row has too few or too many windows: the image's width and the kernel's
width give the width of the result.
"""

import numpy as np

# docs/mistakes.md: N8


def windows(inputs: np.ndarray, kernel_size: tuple[int, ...]) -> np.ndarray:
    """Write out every window that this mistake counts."""
    (batch, height, width, channels), (kernel_height, kernel_width) = inputs.shape, kernel_size
    out_height = height - kernel_height + 1
    out_width = width - kernel_height + 1
    columns = np.zeros((batch, out_height, out_width, kernel_height * kernel_width * channels), inputs.dtype)
    for row, column in np.ndindex(out_height, out_width):
        window = inputs[:, row : row + kernel_height, column : column + kernel_width]
        columns[:, row, column, :] = window.reshape(batch, -1)
    return columns


def im2col(inputs: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    return windows(inputs, kernel_size)


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return windows(inputs, kernel.shape[:2]) @ kernel.reshape(-1, len(bias)) + bias
