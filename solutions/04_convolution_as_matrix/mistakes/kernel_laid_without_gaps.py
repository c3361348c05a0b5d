"""the kernel's rows laid down one right behind the other.

In a flattened image the pixel below another is not the next one: a whole row of the image lies between them. Write
the numbers 0 to 5 into a 2 x 3 image and mark those that a 2 x 2 kernel covers.
"""

import numpy as np
from convolution_as_matrix import toeplitz as right_toeplitz


def conv_matrix(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    return right_toeplitz(kernel.reshape(-1), image_size[0] * image_size[1])
