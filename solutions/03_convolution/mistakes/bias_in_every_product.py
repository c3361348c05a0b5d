"""a bias added to every product, once for each kernel cell and channel.

np.sum(window * weights + bias) adds the bias inside the sum. Add it once, after the sum: check your brackets.
"""

import numpy as np
from convolution import conv2d as right_conv2d

# docs/mistakes.md: N9


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    return right_conv2d(inputs, kernel, bias * (kernel.size // len(bias)), padding)
