"""a transposed kernel, with units as rows and features as columns.

Many books write the layer as W x, with a row of W for each unit. Here the inputs come first and the kernel is
features by units. With a square kernel the shapes do not show it.
"""

import numpy as np


def dense(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return inputs @ kernel.T + bias
