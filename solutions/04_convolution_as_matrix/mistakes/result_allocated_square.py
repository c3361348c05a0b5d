"""a result allocated with its height as its width, although the loops are right.

The loops run over the right rows and columns, but the array they write to has its height in place of its width. Check
the shape in np.zeros or np.empty.
"""

import numpy as np

# docs/mistakes.md: N7


def windows(inputs: np.ndarray, kernel_size: tuple[int, ...]) -> np.ndarray:
    """Write out every window that this mistake counts."""
    (batch, height, width, channels), (kernel_height, kernel_width) = inputs.shape, kernel_size
    out_height = height - kernel_height + 1
    out_width = width - kernel_width + 1
    columns = np.zeros((batch, out_height, out_height, kernel_height * kernel_width * channels), inputs.dtype)
    for row, column in np.ndindex(out_height, out_width):
        window = inputs[:, row : row + kernel_height, column : column + kernel_width]
        columns[:, row, column, :] = window.reshape(batch, -1)
    return columns


def im2col(inputs: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    return windows(inputs, kernel_size)


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return windows(inputs, kernel.shape[:2]) @ kernel.reshape(-1, len(bias)) + bias
