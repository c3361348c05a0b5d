"""a bias that was added to the transform, and so arrives at a single pixel.

The transform of a constant image is a single peak, and a constant added to all frequencies is a single pixel. Add the
bias where it is meant: to every pixel of the map, after the way back.
"""

import numpy as np
from convolution_as_matrix import conv2d_fft as right_fft


def conv2d_fft(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    outputs = right_fft(inputs, kernel, np.zeros_like(bias))
    outputs[:, 0, 0] += bias
    return outputs
