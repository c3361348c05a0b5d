"""the bias of the first filter added to every map.

There is one bias for each filter, along the last axis of the outputs. Add the whole array, and broadcasting aligns
it.
"""

import numpy as np
from convolution_as_matrix import conv2d_fft as right_fft
from convolution_as_matrix import conv2d_matmul as right_matmul

# docs/mistakes.md: C10


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_matmul(inputs, kernel, np.full_like(bias, bias[0]))


def conv2d_fft(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_fft(inputs, kernel, np.full_like(bias, bias[0]))
