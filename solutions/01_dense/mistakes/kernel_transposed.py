"""a kernel used on its side, with units as rows and features as columns.

Many books write the layer as W x, with a row of W for each unit. Here a row of inputs comes first and the kernel is
features by units. A square kernel hides it from the shapes.
"""

import numpy as np


def dense(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return inputs @ kernel.T + bias
