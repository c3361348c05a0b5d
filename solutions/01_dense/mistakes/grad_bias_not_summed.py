"""a bias gradient that is grad_outputs itself, one row for each example.

The derivative of an output with respect to its bias is indeed 1. But all rows share one bias: it moves all
their outputs, so it receives all their gradients. How do several contributions to one number combine?
"""

import numpy as np
from dense import dense_backward as right

# docs/mistakes.md: F4


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, _ = right(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel, grad_outputs.copy()
