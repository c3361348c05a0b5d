"""a kernel gradient lying on its side: error times input, where input times error is asked for.

A gradient always has the shape of what it belongs to, or it could not be subtracted. The kernel is features by units;
see which factor brings which of these two axes, and in which order.
"""

import numpy as np
from dense import dense_backward as right

# docs/mistakes.md: F2


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel.T, grad_bias
