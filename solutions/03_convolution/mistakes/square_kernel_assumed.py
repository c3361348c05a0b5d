"""the kernel's height used for its width as well.

A kernel may be flat or tall: each of its two sides belongs to one axis of the image. A square kernel never shows the
difference. Look for a size that your code uses for both axes.
"""

import numpy as np
from convolution import count_conv_parameters as right_count
from convolution import pad_images as right_pad

# docs/mistakes.md: C5


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


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    (height, width), (out_height, out_width) = inputs.shape[1:3], grad_outputs.shape[1:3]
    size = kernel.shape[0]
    before, after = ((size - 1) // 2, size // 2) if padding == "same" else (0, 0)
    padded = np.pad(inputs, [(0, 0), (before, after), (before, after), (0, 0)])
    grad_padded, grad_kernel = np.zeros_like(padded), np.zeros_like(kernel)
    for row, column in np.ndindex(size, size):
        window = np.s_[:, row : row + out_height, column : column + out_width]
        grad_padded[window] += grad_outputs @ kernel[row, column].T
        grad_kernel[row, column] = np.einsum("bhwc,bhwf->cf", padded[window], grad_outputs)
    grad_inputs = grad_padded[:, before : before + height, before : before + width]
    return grad_inputs, grad_kernel, grad_outputs.sum(axis=(0, 1, 2))


def count_conv_parameters(kernel_size: tuple[int, int], in_channels: int, filters: int, use_bias: bool) -> int:
    return right_count((kernel_size[0], kernel_size[0]), in_channels, filters, use_bias)
