"""all positions where kernel and inputs overlap: "full" instead of "valid".

Valid means that the kernel lies wholly inside, with nothing beyond the border. Count the positions: at how many
places does a kernel of 2 fit into a signal of 4?
"""

import numpy as np
from convolution_as_matrix import conv2d_fft as right_fft


def every_position(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    """The matrix with a row for each position where kernel and image touch: full_height full_width pixels."""
    (height, width), (kernel_height, kernel_width) = image_size, kernel.shape
    full = np.zeros((height + kernel_height - 1, width + kernel_width - 1, height, width), kernel.dtype)
    for row, column, i, j in np.ndindex(*full.shape[:2], *kernel.shape):
        y, x = row - kernel_height + 1 + i, column - kernel_width + 1 + j
        if 0 <= y < height and 0 <= x < width:
            full[row, column, y, x] = kernel[i, j]
    return full.reshape(*full.shape[:2], height * width)


def toeplitz(kernel: np.ndarray, input_size: int) -> np.ndarray:
    return every_position(kernel[None], (1, input_size))[0]


def conv_matrix(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    return every_position(kernel, image_size).reshape(-1, image_size[0] * image_size[1])


def conv2d_fft(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    widths = [(size - 1, size - 1) for size in kernel.shape[:2]]
    return right_fft(np.pad(inputs, [(0, 0), *widths, (0, 0)]), kernel, bias)
