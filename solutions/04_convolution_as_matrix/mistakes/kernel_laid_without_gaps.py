"""the kernel's rows placed one right after the other.

In a flattened image the pixel below is not the next one: it comes a whole image row later. Write the numbers 0 to 5
into a 2 x 3 image and mark those that a 2 x 2 kernel covers.
"""

import numpy as np
from convolution_as_matrix import toeplitz as right_toeplitz


def conv_matrix(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    return right_toeplitz(kernel.reshape(-1), image_size[0] * image_size[1])
