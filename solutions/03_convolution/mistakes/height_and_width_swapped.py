"""a kernel with height and width swapped.

Height comes first, in kernel_size and in the kernel's shape, as rows come first in an image. The horizontal position
x is the second index. Try a 1 x 3 kernel: does it look along a row?
"""

import numpy as np
from convolution import conv2d as right_conv2d
from convolution import pad_images as right_pad

# docs/mistakes.md: C2


def pad_images(images: np.ndarray, kernel_size: tuple[int, int], mode: str) -> np.ndarray:
    return right_pad(images, kernel_size[::-1], mode)


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    # kernel_height kernel_width channels filters -> kernel_width kernel_height channels filters
    return right_conv2d(inputs, kernel.transpose(1, 0, 2, 3), bias, padding)
