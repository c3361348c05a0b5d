"""a result reshaped to as many columns as rows.

The matrix product is right, but the last line makes it a square: out_height, out_height. Use the width there.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul as right_matmul

# docs/mistakes.md: N7


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    outputs = right_matmul(inputs, kernel, bias)
    batch, out_height, _, filters = outputs.shape
    return outputs.reshape(batch, out_height, out_height, filters)
