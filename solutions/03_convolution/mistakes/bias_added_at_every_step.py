"""a bias added once for each cell of the kernel.

Add the bias once, after summing over all kernel cells. With a kernel of 3 x 3 you add it nine times: check what is
inside the loop and what belongs after it.
"""

import numpy as np
from convolution import conv2d as right_conv2d


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    return right_conv2d(inputs, kernel, bias * (kernel.shape[0] * kernel.shape[1]), padding)
