"""a bias gradient with the right numbers and an axis of length one too many.

The bias has one axis, so its gradient has one. An update would still work, because NumPy stretches the extra axis,
and would quietly make a matrix of the bias. Look at what keepdims does.
"""

import numpy as np
from dense import dense_backward as right

# docs/mistakes.md: F4


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel, grad_bias[None]
