"""the border pixel repeated outwards to fill every cell.

The first cell beyond the border is as in "symmetric"; the second differs. A mirror shows the image backwards:
each step outwards is a step further into the image.
"""

import numpy as np
from convolution import pad_images as right_pad
from convolution import pad_images_backward as right_pad_backward

# docs/mistakes.md: C18


def pad_images(images: np.ndarray, kernel_size: tuple[int, int], mode: str) -> np.ndarray:
    return right_pad(images, kernel_size, mode if mode in ("valid", "same") else "edge")


def pad_images_backward(
    grad_outputs: np.ndarray, images: np.ndarray, kernel_size: tuple[int, int], mode: str
) -> np.ndarray:
    return right_pad_backward(grad_outputs, images, kernel_size, mode if mode in ("valid", "same") else "edge")
