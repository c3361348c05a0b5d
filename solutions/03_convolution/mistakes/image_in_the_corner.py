"""the image placed in the top left corner of the zeros, not in their middle.

The zeros go round the image, about half of them above and to its left. At which row and column of the larger array
does the image begin?
"""

import numpy as np
from convolution import pad_images as right_pad


def pad_images(images: np.ndarray, kernel_size: tuple[int, int], mode: str) -> np.ndarray:
    if mode == "same":
        return np.pad(images, [(0, 0), *[(0, size - 1) for size in kernel_size], (0, 0)])
    return right_pad(images, kernel_size, mode)
