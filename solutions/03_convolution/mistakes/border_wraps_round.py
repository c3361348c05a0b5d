"""an image that wraps round: pixels that leave on the left return on the right.

np.roll, negative indices and Fourier transforms wrap round. Here the image ends at its border, and beyond it there
are zeros.
"""

import numpy as np
from convolution import conv2d as right_conv2d

# docs/mistakes.md: C27


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    if padding == "same":
        widths = [((size - 1) // 2, size // 2) for size in kernel.shape[:2]]
        inputs = np.pad(inputs, [(0, 0), *widths, (0, 0)], mode="wrap")
    return right_conv2d(inputs, kernel, bias, "valid")
