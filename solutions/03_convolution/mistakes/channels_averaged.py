"""the mean over the channels instead of their sum.

The correlation adds up everything the filter covers: rows, columns and channels alike. The layer does not divide: if
smaller outputs help, the weights become small.
"""

import numpy as np
from convolution import conv2d as right_conv2d

# docs/mistakes.md: C23


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    return right_conv2d(inputs, kernel / np.asarray(kernel.shape[2], kernel.dtype), bias, padding)
