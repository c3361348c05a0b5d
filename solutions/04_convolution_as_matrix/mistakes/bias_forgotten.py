"""the product alone, without the bias.

Each filter has a bias that is added to every pixel of its map. Try a black image: what should the layer return when
all pixels are 0?
"""

import numpy as np
from convolution_as_matrix import conv2d_fft as right_fft
from convolution_as_matrix import conv2d_matmul as right_matmul


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_matmul(inputs, kernel, np.zeros_like(bias))


def conv2d_fft(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_fft(inputs, kernel, np.zeros_like(bias))
