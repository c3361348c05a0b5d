"""windows cropped at the top and left border, times a kernel cropped at its bottom and right.

Where a window crosses the top, the first rows of the kernel meet no pixels, so the last rows are the ones to keep.
Padding with zeros is simpler: every window is whole.
"""

import numpy as np
from convolution import conv2d as right_conv2d

# docs/mistakes.md: C11


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    if padding == "valid":
        return right_conv2d(inputs, kernel, bias, padding)
    kernel_height, kernel_width = kernel.shape[:2]
    outputs = np.zeros((*inputs.shape[:3], len(bias)), inputs.dtype)
    for row, column in np.ndindex(inputs.shape[1:3]):
        top, left = row - (kernel_height - 1) // 2, column - (kernel_width - 1) // 2
        window = inputs[:, max(top, 0) : top + kernel_height, max(left, 0) : left + kernel_width]
        cells = kernel[: window.shape[1], : window.shape[2]]
        outputs[:, row, column] = np.einsum("bijc,ijcf->bf", window, cells) + bias
    return outputs
