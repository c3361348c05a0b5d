"""a border of one cell cropped on every side, however much was padded.

One cell is right for a 3 x 3 kernel, the most common size. Crop exactly what was added on each of the four sides:
compute the four widths from the kernel.
"""

import numpy as np
from convolution import conv2d_backward as right_backward
from convolution import pad_images_backward as right_pad_backward

# docs/mistakes.md: B2


def pad_images_backward(
    grad_outputs: np.ndarray, images: np.ndarray, kernel_size: tuple[int, int], mode: str
) -> np.ndarray:
    if mode == "same":
        return grad_outputs[:, 1:-1, 1:-1].copy()
    return right_pad_backward(grad_outputs, images, kernel_size, mode)


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    if padding == "same":
        inputs = np.pad(inputs, [(0, 0), *[((size - 1) // 2, size // 2) for size in kernel.shape[:2]], (0, 0)])
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, "valid")
    return (grad_inputs[:, 1:-1, 1:-1] if padding == "same" else grad_inputs), grad_kernel, grad_bias
