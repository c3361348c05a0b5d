"""a correlation of the first channel, as if the others were black.

A filter is local in height and width but spans the full depth, with separate weights for each channel. An output sums
over all channels. Check which index stays at 0.
"""

import numpy as np
from convolution import conv2d as right_conv2d

# docs/mistakes.md: C23


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    return right_conv2d(inputs[..., :1], kernel[:, :, :1], bias, padding)
