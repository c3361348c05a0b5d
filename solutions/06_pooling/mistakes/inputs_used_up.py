"""inputs changed to compute the result.

Marking a pixel as used, or building the gradient inside `inputs`, writes into the caller's array, which earlier
layers still need. Copy first, or make a new array.
"""

import numpy as np
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d as right_max
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: B21

Pair = tuple[int, int]


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    outputs = right_max(inputs, pool_size, strides, padding)
    inputs[...] = -np.inf
    return outputs


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    inputs[...] = right_max_backward(grad_outputs, inputs, pool_size, strides, padding)
    return inputs.copy()


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    inputs[...] = right_average_backward(grad_outputs, inputs, pool_size, strides, padding)
    return inputs.copy()
