"""a correlation of the first channel, as if the others were black.

A filter is local in height and width and goes through the full depth: it has weights of its own for each channel, and
one output sums over all of them. See which index stays at 0.
"""

import numpy as np
from convolution import conv2d as right_conv2d

# docs/mistakes.md: C23


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    return right_conv2d(inputs[..., :1], kernel[:, :, :1], bias, padding)
