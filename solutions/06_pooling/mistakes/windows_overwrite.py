"""each pixel's gradient from only the last window that gives it one.

Where windows overlap, a pixel contributes to several outputs, and each of them sends a gradient back. Contributions
to the same number add up; an assignment keeps only the last.
"""

from typing import Any

import numpy as np
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: P3
# special value: overlap

Pair = tuple[int, int]


def overwritten(
    backward: Any, grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    grad_inputs = np.zeros_like(inputs)
    for row, column in np.ndindex(grad_outputs.shape[1:3]):
        here = np.zeros_like(grad_outputs)
        here[:, row, column] = 1
        is_met = backward(here, inputs, pool_size, strides, padding) != 0
        share = backward(here * grad_outputs, inputs, pool_size, strides, padding)
        grad_inputs = np.where(is_met, share, grad_inputs)
    return grad_inputs


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    return overwritten(right_max_backward, grad_outputs, inputs, pool_size, strides, padding)


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    return overwritten(right_average_backward, grad_outputs, inputs, pool_size, strides, padding)
