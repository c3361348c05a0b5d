""" "valid" treated like "same".

Valid takes only the windows that lie wholly inside the image: nothing is padded, and the result is smaller. Check
which branch of your code "valid" takes.
"""

import numpy as np
from convolution import conv2d as right_conv2d
from convolution import pad_images as right_pad


def pad_images(images: np.ndarray, kernel_size: tuple[int, int], mode: str) -> np.ndarray:
    return right_pad(images, kernel_size, "same" if mode == "valid" else mode)


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    return right_conv2d(inputs, kernel, bias, "same")
