"""another convention: odd padding with its larger half at the top and left.

It is a valid choice, and odd kernels do not show it. Padding kernel_size // 2 before the image does this. TensorFlow
puts the odd row and column at the bottom and right.
"""

import numpy as np
from convolution import conv2d as right_conv2d
from convolution import conv2d_backward as right_backward
from convolution import pad_images as right_pad
from convolution import pad_images_backward as right_pad_backward

# docs/mistakes.md: C13 and B7


def pad_images(images: np.ndarray, kernel_size: tuple[int, int], mode: str) -> np.ndarray:
    return right_pad(images[:, ::-1, ::-1], kernel_size, mode)[:, ::-1, ::-1]


def pad_images_backward(
    grad_outputs: np.ndarray, images: np.ndarray, kernel_size: tuple[int, int], mode: str
) -> np.ndarray:
    return right_pad_backward(grad_outputs[:, ::-1, ::-1], images, kernel_size, mode)[:, ::-1, ::-1]


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    return right_conv2d(inputs[:, ::-1, ::-1], kernel[::-1, ::-1], bias, padding)[:, ::-1, ::-1]


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    turned = right_backward(grad_outputs[:, ::-1, ::-1], inputs[:, ::-1, ::-1], kernel[::-1, ::-1], bias, padding)
    return turned[0][:, ::-1, ::-1], turned[1][::-1, ::-1], turned[2]
