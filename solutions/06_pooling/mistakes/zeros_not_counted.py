"""averages of the numbers that are not 0.

The zeros of the padding do not count, but a 0 in the image is a pixel like any other; after a ReLU there are many.
To count the pixels of a window, pad an array of ones as well.
"""

import numpy as np
from pooling import average_pool2d as right_average

# special value: 0

Pair = tuple[int, int]


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    outputs = right_average(inputs, pool_size, strides, padding)
    share = right_average((inputs != 0).astype(inputs.dtype), pool_size, strides, padding)
    return outputs / np.where(share > 0, share, 1)
