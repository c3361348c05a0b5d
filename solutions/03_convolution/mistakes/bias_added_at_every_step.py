"""a bias that was added once for each cell of the kernel.

The bias joins the sum once, after the weights of all kernel cells have had their say. With a kernel of 3 x 3 you have
added it nine times: see what is inside the loop and what belongs behind it.
"""

import numpy as np
from convolution import conv2d as right_conv2d


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    return right_conv2d(inputs, kernel, bias * (kernel.shape[0] * kernel.shape[1]), padding)
