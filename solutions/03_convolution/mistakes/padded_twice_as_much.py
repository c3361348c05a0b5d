"""kernel size - 1 cells of padding on each side, not in total.

That much gives every position where kernel and image overlap at all. To keep the image's size, pad exactly what a
valid pass removes, split between the two sides.
"""

import numpy as np
from convolution import conv2d as right_conv2d


def pad_images(images: np.ndarray, kernel_size: tuple[int, int], mode: str) -> np.ndarray:
    if mode == "valid":
        return images.copy()
    widths = [(size - 1, size - 1) for size in kernel_size]
    return np.pad(images, [(0, 0), *widths, (0, 0)], mode={"same": "constant"}.get(mode, mode))


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    if padding == "same":
        inputs = np.pad(inputs, [(0, 0), *[(size - 1, size - 1) for size in kernel.shape[:2]], (0, 0)])
    return right_conv2d(inputs, kernel, bias, "valid")
