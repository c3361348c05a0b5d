""" "reflect" with the border pixel twice, which is "symmetric".

The two modes differ in where the mirror stands: for reflect on the last pixel, which therefore appears once; for
symmetric just beyond it. Write three numbers in a row, place the mirror, and read outwards.
"""

import numpy as np
from convolution import pad_images as right_pad
from convolution import pad_images_backward as right_pad_backward

# docs/mistakes.md: C18


def pad_images(images: np.ndarray, kernel_size: tuple[int, int], mode: str) -> np.ndarray:
    return right_pad(images, kernel_size, "symmetric" if mode == "reflect" else mode)


def pad_images_backward(
    grad_outputs: np.ndarray, images: np.ndarray, kernel_size: tuple[int, int], mode: str
) -> np.ndarray:
    return right_pad_backward(grad_outputs, images, kernel_size, "symmetric" if mode == "reflect" else mode)
