"""the gradient of the padded image, with its border not cropped.

The gradient of an array has that array's shape: one number for each element. The zeros around the image are not part
of it, so crop them once everything has been added up.
"""

import numpy as np
from convolution import conv2d_backward as right_backward
from convolution import pad_images_backward as right_pad_backward

# docs/mistakes.md: B3


def pad_images_backward(
    grad_outputs: np.ndarray, images: np.ndarray, kernel_size: tuple[int, int], mode: str
) -> np.ndarray:
    if mode == "same":
        return grad_outputs.copy()
    return right_pad_backward(grad_outputs, images, kernel_size, mode)


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    if padding == "same":
        inputs = np.pad(inputs, [(0, 0), *[((size - 1) // 2, size // 2) for size in kernel.shape[:2]], (0, 0)])
    return right_backward(grad_outputs, inputs, kernel, bias, "valid")
