"""grad_bias with the right numbers and three extra axes of length 1.

The bias has one axis, so its gradient has one; broadcasting makes the mistake easy to miss. Check keepdims, or which
axes a reshape leaves.
"""

import numpy as np
from convolution import conv2d_backward as right_backward

# docs/mistakes.md: F4


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, padding)
    return grad_inputs, grad_kernel, grad_bias[None, None, None]
