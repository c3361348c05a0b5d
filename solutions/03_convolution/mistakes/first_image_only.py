"""maps of the first image only; the others are 0.

The first axis counts the images, and each goes through the same filters independently. No loop is needed: slices that
begin with a colon take all images at once. Check which index stays at 0, or whether a `return` ends the loop.
"""

import numpy as np
from convolution import conv2d as right_conv2d


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    outputs = np.zeros_like(right_conv2d(inputs, kernel, bias, padding))
    outputs[:1] = right_conv2d(inputs[:1], kernel, bias, padding)
    return outputs
