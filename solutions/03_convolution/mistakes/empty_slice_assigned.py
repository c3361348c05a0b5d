"""each image assigned from a slice that ends at -0, which is empty.

Cropping p cells with [p:-p] works until p is 0: a small kernel side, or no padding at all. Count from the front
instead: start at the first cell to keep and take the image's size.
"""

import numpy as np
from convolution import conv2d_backward as right_backward
from convolution import pad_images_backward as right_pad_backward

# docs/mistakes.md: N4


def around(kernel: np.ndarray, padding: str) -> list[tuple[int, int]]:
    """The right padding (before, after) of height and width."""
    return [((size - 1) // 2, size // 2) if padding == "same" else (0, 0) for size in kernel.shape[:2]]


def pad_images_backward(
    grad_outputs: np.ndarray, images: np.ndarray, kernel_size: tuple[int, int], mode: str
) -> np.ndarray:
    if mode != "same":
        return right_pad_backward(grad_outputs, images, kernel_size, mode)
    (top, bottom), (left, right) = (((size - 1) // 2, size // 2) for size in kernel_size)
    grad_images = np.zeros_like(images)
    for number, image in enumerate(grad_outputs):
        grad_images[number] = image[top:-bottom, left:-right, :]
    return grad_images


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    (top, bottom), (left, right) = around(kernel, padding)
    padded = np.pad(inputs, [(0, 0), (top, bottom), (left, right), (0, 0)])
    grad_padded, grad_kernel, grad_bias = right_backward(grad_outputs, padded, kernel, bias, "valid")
    grad_inputs = np.zeros_like(inputs)
    for number, image in enumerate(grad_padded):
        grad_inputs[number] = image[top:-bottom, left:-right, :]
    return grad_inputs, grad_kernel, grad_bias
