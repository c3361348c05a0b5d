"""a gradient cropped to the middle, without the mirrored border's share.

For zeros that is right: a padded zero has no source. A mirrored cell is a copy of a pixel, so its effect on the loss
is that pixel's. Add the gradient of each copy to its pixel.
"""

import numpy as np
from convolution import pad_images_backward as right_pad_backward

# docs/mistakes.md: B22


def pad_images_backward(
    grad_outputs: np.ndarray, images: np.ndarray, kernel_size: tuple[int, int], mode: str
) -> np.ndarray:
    return right_pad_backward(grad_outputs, images, kernel_size, mode if mode == "valid" else "same")
