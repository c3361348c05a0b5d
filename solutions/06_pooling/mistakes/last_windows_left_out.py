"""a gradient without the last row and column of windows, as from a loop over range(n - 1).

range(n) already stops before n, so subtracting 1 leaves out the last window along each axis. Loop over the whole height
and width of grad_outputs.
"""

import numpy as np
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d_backward as right_max_backward

Pair = tuple[int, int]


def without_last(grad_outputs: np.ndarray) -> np.ndarray:
    """Zero the gradients of the last row and column: batch out_height out_width channels."""
    errors = grad_outputs.copy()
    errors[:, -1], errors[:, :, -1] = 0, 0
    return errors


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    return right_max_backward(without_last(grad_outputs), inputs, pool_size, strides, padding)


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    return right_average_backward(without_last(grad_outputs), inputs, pool_size, strides, padding)
