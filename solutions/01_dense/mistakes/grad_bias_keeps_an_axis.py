"""a bias gradient with the right numbers and an extra axis of length 1.

The bias has one axis, so its gradient has one. With the extra axis, an update such as bias - grad_bias silently turns
the bias into a matrix. Check what keepdims does.
"""

import numpy as np
from dense import dense_backward as right

# docs/mistakes.md: F4


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel, grad_bias[None]
