"""a slice that ends at -0, which is the beginning, so it is empty.

Cropping p cells with [p:-p] works until p is 0: a small kernel side, or no padding at all. Count from the front
instead: start at the first cell to keep and take the image's size.
"""

import numpy as np
from convolution import conv2d as right_conv2d
from convolution import conv2d_backward as right_backward
from convolution import pad_images as right_pad
from convolution import pad_images_backward as right_pad_backward

# docs/mistakes.md: B1 and C17


def borders(kernel_size: tuple[int, ...]) -> tuple[slice, slice, slice]:
    rows, columns = (slice((size - 1) // 2, -(size // 2)) for size in kernel_size)
    return slice(None), rows, columns


def pad_images(images: np.ndarray, kernel_size: tuple[int, int], mode: str) -> np.ndarray:
    if mode != "same":
        return right_pad(images, kernel_size, mode)
    padded = np.zeros_like(right_pad(images, kernel_size, mode))
    padded[borders(kernel_size)] = images
    return padded


def pad_images_backward(
    grad_outputs: np.ndarray, images: np.ndarray, kernel_size: tuple[int, int], mode: str
) -> np.ndarray:
    if mode != "same":
        return right_pad_backward(grad_outputs, images, kernel_size, mode)
    return grad_outputs[borders(kernel_size)].copy()


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    if padding == "same":
        (top, bottom), (left, right) = (((size - 1) // 2, size // 2) for size in kernel.shape[:2])
        padded = np.zeros_like(np.pad(inputs, [(0, 0), (top, bottom), (left, right), (0, 0)]))
        padded[borders(kernel.shape[:2])] = inputs
        inputs = padded
    return right_conv2d(inputs, kernel, bias, "valid")


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    cut = borders(kernel.shape[:2] if padding == "same" else (1, 1))
    if padding == "same":
        inputs = np.pad(inputs, [(0, 0), *[((size - 1) // 2, size // 2) for size in kernel.shape[:2]], (0, 0)])
    grad_padded, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, "valid")
    return grad_padded[cut], grad_kernel, grad_bias
