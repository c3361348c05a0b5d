"""a gradient written into an array that belongs to the caller.

A slice is a view, not a copy, and an image without padding is the argument itself: adding to it changes what you were
given, and the next layer sees other images. Make a new array for the gradient, or copy first.
"""

import numpy as np
from convolution import conv2d_backward as right_backward
from convolution import pad_images_backward as right_pad_backward

# docs/mistakes.md: B21


def pad_images_backward(
    grad_outputs: np.ndarray, images: np.ndarray, kernel_size: tuple[int, int], mode: str
) -> np.ndarray:
    grad_images = right_pad_backward(grad_outputs, images, kernel_size, mode)
    if mode in ("valid", "same"):
        return grad_images
    top, left = ((size - 1) // 2 for size in kernel_size)
    middle = grad_outputs[:, top : top + images.shape[1], left : left + images.shape[2]]
    middle += grad_images - middle  # the mirrored border is folded onto the middle
    return middle


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, padding)
    if padding == "valid":  # np.pad was skipped, so the padded images are the caller's
        inputs[...] = grad_inputs
    return grad_inputs, grad_kernel, grad_bias
