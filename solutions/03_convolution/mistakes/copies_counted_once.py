"""one gradient for each pixel, that of its last copy, where all copies should add up.

Where an array of indices names a pixel twice, `+=` reads all old values before it writes any: the last copy wins, as
it does with `=`. See what np.add.at does differently, or fold with slices.
"""

import numpy as np
from convolution import pad_images_backward as right_pad_backward

# docs/mistakes.md: B6


def pad_images_backward(
    grad_outputs: np.ndarray, images: np.ndarray, kernel_size: tuple[int, int], mode: str
) -> np.ndarray:
    if mode in ("valid", "same"):
        return right_pad_backward(grad_outputs, images, kernel_size, mode)
    rows, columns = (
        np.pad(np.arange(size), ((cells - 1) // 2, cells // 2), mode=mode)
        for size, cells in zip(images.shape[1:3], kernel_size, strict=True)
    )
    grad_images = np.zeros_like(images)
    grad_images[:, rows[:, None], columns] += grad_outputs
    return grad_images
