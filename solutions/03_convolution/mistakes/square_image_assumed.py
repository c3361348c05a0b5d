"""a result as wide as it is high.

Photographs seldom are square. Height and width are worked out alike, and each from its own axis: the width from the
image's width and the kernel's width. Search for the place where one size serves both.
"""

import numpy as np

# MISTAKES.md C3


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    if padding == "same":
        inputs = np.pad(inputs, [(0, 0), *[((size - 1) // 2, size // 2) for size in kernel.shape[:2]], (0, 0)])
    kernel_height, kernel_width = kernel.shape[:2]
    size = inputs.shape[1] - kernel_height + 1
    outputs = np.zeros((len(inputs), size, size, len(bias)), inputs.dtype)
    for row, column in np.ndindex(size, size):
        window = inputs[:, row : row + kernel_height, column : column + kernel_width]
        outputs[:, row, column] = np.einsum("bijc,ijcf->bf", window, kernel) + bias
    return outputs
