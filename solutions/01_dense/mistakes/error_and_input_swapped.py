"""a transposed kernel gradient: error times input instead of input times error.

A gradient has the shape of its array, so that it can be subtracted from it. The kernel is features by units: check
which of the two factors you transpose.
"""

import numpy as np
from dense import dense_backward as right

# docs/mistakes.md: F2


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel.T, grad_bias
