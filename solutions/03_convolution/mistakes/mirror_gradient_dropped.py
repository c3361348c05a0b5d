"""a gradient cut out of the middle, with the mirrored border thrown away.

For zeros that is right: they came from nowhere. A mirrored cell is a copy of a pixel, so what it did to the loss was
that pixel's doing. Each copy sends its gradient home, to be added.
"""

import numpy as np
from convolution import pad_images_backward as right_pad_backward

# docs/mistakes.md: B22


def pad_images_backward(
    grad_outputs: np.ndarray, images: np.ndarray, kernel_size: tuple[int, int], mode: str
) -> np.ndarray:
    return right_pad_backward(grad_outputs, images, kernel_size, mode if mode == "valid" else "same")
