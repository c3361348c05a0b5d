"""a bias added to the transform, so it reaches a single pixel.

A constant added to all frequencies is a single pixel after the inverse transform. Add the bias to every pixel of the
map, after the inverse transform.
"""

import numpy as np
from convolution_as_matrix import conv2d_fft as right_fft


def conv2d_fft(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    outputs = right_fft(inputs, kernel, np.zeros_like(bias))
    outputs[:, 0, 0] += bias
    return outputs
