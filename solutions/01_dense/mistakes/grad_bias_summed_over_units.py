"""a bias gradient summed over the units: one number for each row instead of one for each unit.

A bias belongs to one unit and is shared by all rows: sum over the axis it is shared along and keep the other. With as
many rows as units the shape looks right.
"""

import numpy as np
from dense import dense_backward as right

# docs/mistakes.md: F3


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, _ = right(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel, grad_outputs.sum(axis=-1)
