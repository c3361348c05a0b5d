"""the first positions of the "full" range, where the kernel still crosses the border.

There are kernel size - 1 positions too many at the beginning and as many at the end. "valid" is the middle: where
does the kernel first lie wholly inside?
"""

import numpy as np
from convolution_as_matrix import conv2d_fft as right_fft

# docs/mistakes.md: C30, C27


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
    return every_position(kernel[None], (1, input_size))[0, : input_size - kernel.size + 1]


def conv_matrix(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    out_height, out_width = (side - size + 1 for side, size in zip(image_size, kernel.shape, strict=True))
    return every_position(kernel, image_size)[:out_height, :out_width].reshape(out_height * out_width, -1)


def conv2d_fft(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    (height, width), (kernel_height, kernel_width) = inputs.shape[1:3], kernel.shape[:2]
    padded = np.pad(inputs, [(0, 0), (kernel_height - 1, 0), (kernel_width - 1, 0), (0, 0)])
    return right_fft(padded, kernel, bias)[:, : height - kernel_height + 1, : width - kernel_width + 1]
