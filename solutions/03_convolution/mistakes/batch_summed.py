"""each output summed over the images, too.

A window holds the same pixels of every image, and np.sum without an axis adds them all up. Images of a batch never mix:
sum over the height, the width and the channels of the window alone.
"""

import numpy as np
from convolution import conv2d as right_conv2d


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    outputs = right_conv2d(inputs, kernel, np.zeros_like(bias), padding)
    outputs[:] = outputs.sum(axis=0)
    return outputs + bias
