"""a bias gradient averaged over the rows.

The bias is added to every row, so it receives the full gradient of each, and gradients from several uses add up. If
the loss is an average, grad_outputs already contains the division.
"""

import numpy as np
from dense import dense_backward as right

# docs/mistakes.md: F3


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel, grad_bias / (grad_outputs.size // len(bias))
