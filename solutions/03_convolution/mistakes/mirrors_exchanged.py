"""reflect and symmetric exchanged, each with the mirror in the other's place.

For reflect the mirror stands on the last pixel, which appears once; for symmetric just beyond it, so the last pixel
appears twice. Write three numbers in a row, place the mirror, and read outwards.
"""

import numpy as np
from convolution import pad_images as right_pad
from convolution import pad_images_backward as right_pad_backward

# docs/mistakes.md: C18

OTHER = {"reflect": "symmetric", "symmetric": "reflect"}


def pad_images(images: np.ndarray, kernel_size: tuple[int, int], mode: str) -> np.ndarray:
    return right_pad(images, kernel_size, OTHER.get(mode, mode))


def pad_images_backward(
    grad_outputs: np.ndarray, images: np.ndarray, kernel_size: tuple[int, int], mode: str
) -> np.ndarray:
    return right_pad_backward(grad_outputs, images, kernel_size, OTHER.get(mode, mode))
