"""an image padded only at the bottom and right, or windows that start at their own pixel.

Slicing the unpadded image does this: a slice past the last row is merely shorter, and nothing comes before the first.
A window is centred on its pixel, so about half the padding comes first.
"""

import numpy as np
from convolution import conv2d as right_conv2d
from convolution import conv2d_backward as right_backward

# docs/mistakes.md: C11


def pad_images(images: np.ndarray, kernel_size: tuple[int, int], mode: str) -> np.ndarray:
    if mode == "valid":
        return images.copy()
    widths = [(0, size - 1) for size in kernel_size]
    return np.pad(images, [(0, 0), *widths, (0, 0)], mode={"same": "constant"}.get(mode, mode))


def pad_images_backward(
    grad_outputs: np.ndarray, images: np.ndarray, kernel_size: tuple[int, int], mode: str
) -> np.ndarray:
    height, width = images.shape[1:3]
    if mode in ("valid", "same"):
        return grad_outputs[:, :height, :width].copy()
    rows = np.pad(np.arange(height), (0, kernel_size[0] - 1), mode=mode)
    columns = np.pad(np.arange(width), (0, kernel_size[1] - 1), mode=mode)
    grad_images = np.zeros_like(images)
    np.add.at(grad_images, (slice(None), rows[:, None], columns), grad_outputs)
    return grad_images


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    if padding == "same":
        inputs = np.pad(inputs, [(0, 0), *[(0, size - 1) for size in kernel.shape[:2]], (0, 0)])
    return right_conv2d(inputs, kernel, bias, "valid")


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    height, width = inputs.shape[1:3]
    if padding == "same":
        inputs = np.pad(inputs, [(0, 0), *[(0, size - 1) for size in kernel.shape[:2]], (0, 0)])
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, "valid")
    return grad_inputs[:, :height, :width], grad_kernel, grad_bias
