"""a bias added to every product, once for each number of a patch.

np.sum(patch * weights + bias) adds the bias inside the sum. Add it once, after the sum: check your brackets.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul as right_matmul

# docs/mistakes.md: N9


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_matmul(inputs, kernel, bias * (kernel.size // len(bias)))
