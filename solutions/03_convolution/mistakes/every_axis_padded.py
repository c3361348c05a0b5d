"""padding on the channel axis, too.

An image has a border in height and width. Channels have none: the kernel covers all of them anyway. Give np.pad a
pair of widths for each of the four axes, (0, 0) for batch and channels.
"""

import numpy as np
from convolution import pad_images as right_pad

# docs/mistakes.md: C19


def pad_images(images: np.ndarray, kernel_size: tuple[int, int], mode: str) -> np.ndarray:
    padded = right_pad(images, kernel_size, mode)
    if mode == "valid":
        return padded
    before_and_after = ((kernel_size[1] - 1) // 2, kernel_size[1] // 2)
    return np.pad(padded, [(0, 0), (0, 0), (0, 0), before_and_after], mode={"same": "constant"}.get(mode, mode))
