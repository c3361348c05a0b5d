"""the mean over the channels, where their sum is asked for.

The correlation adds up everything the filter covers: rows, columns and channels alike. If less is wanted, the weights
learn to be small; the layer does not divide.
"""

import numpy as np
from convolution import conv2d as right_conv2d

# docs/mistakes.md: C23


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    return right_conv2d(inputs, kernel / np.asarray(kernel.shape[2], kernel.dtype), bias, padding)
