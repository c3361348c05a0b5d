"""another convention: half the kernel on each side, as padding=kernel_size // 2 in PyTorch.

Odd kernel sizes do not show it. An even size gives one output too many, so images grow from layer to layer.
TensorFlow keeps the size: kernel size - 1 cells in total, however split.
"""

import numpy as np
from convolution import conv2d as right_conv2d

# docs/mistakes.md: C13


def pad_images(images: np.ndarray, kernel_size: tuple[int, int], mode: str) -> np.ndarray:
    if mode == "valid":
        return images.copy()
    widths = [(size // 2, size // 2) for size in kernel_size]
    return np.pad(images, [(0, 0), *widths, (0, 0)], mode={"same": "constant"}.get(mode, mode))


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    if padding == "same":
        inputs = np.pad(inputs, [(0, 0), *[(size // 2, size // 2) for size in kernel.shape[:2]], (0, 0)])
    return right_conv2d(inputs, kernel, bias, "valid")
