"""the kernel's height used for its width as well.

A kernel may be flat or tall: it has two sides, and each belongs to one axis of the image. A square kernel never shows
the difference. Search your code for a size that is used for both axes.
"""

import numpy as np
from convolution import count_conv_parameters as right_count
from convolution import pad_images as right_pad

# MISTAKES.md C5


def pad_images(images: np.ndarray, kernel_size: tuple[int, int], mode: str) -> np.ndarray:
    return right_pad(images, (kernel_size[0], kernel_size[0]), mode)


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    size = kernel.shape[0]
    if padding == "same":
        inputs = np.pad(inputs, [(0, 0), *[((size - 1) // 2, size // 2)] * 2, (0, 0)])
    out_height, out_width = inputs.shape[1] - size + 1, inputs.shape[2] - size + 1
    return bias + sum(
        inputs[:, row : row + out_height, column : column + out_width] @ kernel[row, column]
        for row in range(size)
        for column in range(size)
    )


def count_conv_parameters(kernel_size: tuple[int, int], in_channels: int, filters: int, use_bias: bool) -> int:
    return right_count((kernel_size[0], kernel_size[0]), in_channels, filters, use_bias)
