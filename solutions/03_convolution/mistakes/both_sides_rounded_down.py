"""the same padding on both sides, (kernel size - 1) / 2 rounded down.

The formula is for odd kernels. With an even one the total is odd and cannot be halved: rounding down loses a cell, and
the result is smaller than the image. Decide where the odd cell goes.
"""

import numpy as np
from convolution import conv2d as right_conv2d

# docs/mistakes.md: C13


def pad_images(images: np.ndarray, kernel_size: tuple[int, int], mode: str) -> np.ndarray:
    if mode == "valid":
        return images.copy()
    widths = [((size - 1) // 2, (size - 1) // 2) for size in kernel_size]
    return np.pad(images, [(0, 0), *widths, (0, 0)], mode={"same": "constant"}.get(mode, mode))


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    if padding == "same":
        inputs = np.pad(inputs, [(0, 0), *[((size - 1) // 2, (size - 1) // 2) for size in kernel.shape[:2]], (0, 0)])
    return right_conv2d(inputs, kernel, bias, "valid")
