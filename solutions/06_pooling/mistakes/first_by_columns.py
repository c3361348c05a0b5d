"""another convention: the first of several equal maxima, counted column by column, gets the gradient.

It is a valid subgradient. TensorFlow gives the gradient to the first, row by row: the loop over rows is the outer one,
and a window is flattened with its columns last.
"""

import numpy as np
from pooling import max_pool2d_backward as right_max_backward

# special value: ties

Pair = tuple[int, int]


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    turned = grad_outputs.swapaxes(1, 2), inputs.swapaxes(1, 2)
    return right_max_backward(*turned, pool_size[::-1], strides[::-1], padding).swapaxes(1, 2)
