""" "valid" treated like "same".

Valid asks for the windows that lie wholly inside the image, and for nothing else: no cell is made up, and the result
is smaller. See which branch of your code the word "valid" takes.
"""

import numpy as np
from convolution import conv2d as right_conv2d
from convolution import pad_images as right_pad


def pad_images(images: np.ndarray, kernel_size: tuple[int, int], mode: str) -> np.ndarray:
    return right_pad(images, kernel_size, "same" if mode == "valid" else mode)


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    return right_conv2d(inputs, kernel, bias, "same")
