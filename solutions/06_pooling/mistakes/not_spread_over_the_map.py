"""one share of the gradient for each map instead of each pixel.

The gradient of an array has that array's shape: four axes, with the same number all over a map. Do not rely on later
broadcasting.
"""

import numpy as np
from pooling import global_average_pool2d_backward as right_global_backward


def global_average_pool2d_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return right_global_backward(grad_outputs, inputs)[:, :1, :1]
