"""the first filter's bias given to all filters.

There is one bias for each filter, but NumPy silently broadcasts a single number over all maps. Check the shape of
what you add.
"""

import numpy as np
from convolution import conv2d as right_conv2d

# docs/mistakes.md: C10


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    return right_conv2d(inputs, kernel, np.full_like(bias, bias[0]), padding)
