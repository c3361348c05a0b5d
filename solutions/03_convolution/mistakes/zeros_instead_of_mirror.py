"""zeros on every side, even in the mirror modes.

In those modes the cells beyond the border mirror the image, from the border inwards. Only "same" pads with zeros.
Check whether your code ever reads the mode.
"""

import numpy as np
from convolution import pad_images as right_pad


def pad_images(images: np.ndarray, kernel_size: tuple[int, int], mode: str) -> np.ndarray:
    return right_pad(images, kernel_size, mode if mode == "valid" else "same")
