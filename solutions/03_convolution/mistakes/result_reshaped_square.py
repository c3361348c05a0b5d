"""a result reshaped to as many columns as rows.

The numbers are right, but the last line makes them a square: out_height, out_height. Use the width there.
"""

import numpy as np
from convolution import conv2d as right_conv2d

# docs/mistakes.md: N7


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    outputs = right_conv2d(inputs, kernel, bias, padding)
    batch, out_height, _, filters = outputs.shape
    return outputs.reshape(batch, out_height, out_height, filters)
