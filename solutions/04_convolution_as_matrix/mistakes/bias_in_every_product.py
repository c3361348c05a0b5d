"""a bias that was added to every product, once for each number of a patch.

np.sum(patch * weights + bias) adds the bias inside the sum. The bias joins once, after the sum: see which bracket
it is in.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul as right_matmul

# docs/mistakes.md: N9


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_matmul(inputs, kernel, bias * (kernel.size // len(bias)))
