"""grad_inputs without the rows and columns that no window covers.

When the strides leave a remainder, the last pixels belong to no window. They do not affect the loss, so their
gradient is 0, but the gradient still has the shape of the image.
"""

import numpy as np
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: P16
# special value: a remainder

Pair = tuple[int, int]


def seen(grad_inputs: np.ndarray, grad_outputs: np.ndarray, pool_size: Pair, strides: Pair) -> np.ndarray:
    (out_height, out_width), (down, right) = grad_outputs.shape[1:3], strides
    height, width = (out_height - 1) * down + pool_size[0], (out_width - 1) * right + pool_size[1]
    return grad_inputs[:, :height, :width]


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    return seen(right_max_backward(grad_outputs, inputs, pool_size, strides, padding), grad_outputs, pool_size, strides)


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    return seen(
        right_average_backward(grad_outputs, inputs, pool_size, strides, padding), grad_outputs, pool_size, strides
    )
