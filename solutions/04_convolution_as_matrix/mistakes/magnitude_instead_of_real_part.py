"""the magnitude of the inverse transform, which makes negative outputs positive.

After the inverse transform the imaginary part is only rounding error and can be dropped. np.abs drops the sign, too.
Take the real part, or use irfft2.
"""

import numpy as np
from convolution_as_matrix import conv2d_fft as right_fft


def conv2d_fft(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return np.abs(right_fft(inputs, kernel, np.zeros_like(bias))) + bias
