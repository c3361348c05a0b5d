"""the gradient of each pixel from its last copy only, not the sum over its copies.

Where an index array names a pixel twice, `+=` reads all old values before it writes any, so the last copy wins, as with
`=`. Use np.add.at, or add slices.
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
