"""a border of one cell cropped, even where nothing was padded.

"valid" adds nothing, so there is nothing to crop: the gradient has the shape of the image. Compute the four widths
from the actual padding.
"""

import numpy as np
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: N3

Pair = tuple[int, int]


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    grad_inputs = right_max_backward(grad_outputs, inputs, pool_size, strides, padding)
    return grad_inputs if padding == "same" else grad_inputs[:, 1:-1, 1:-1]


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    grad_inputs = right_average_backward(grad_outputs, inputs, pool_size, strides, padding)
    return grad_inputs if padding == "same" else grad_inputs[:, 1:-1, 1:-1]
