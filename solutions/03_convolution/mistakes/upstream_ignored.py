"""gradients of the plain sum of the outputs, as if grad_outputs were all ones.

grad_outputs says how the loss changes with each output. By the chain rule, multiply each window's contribution by the
gradient of its own output before summing. Check where your code uses it.
"""

import numpy as np
from convolution import conv2d_backward as right_backward

# docs/mistakes.md: B18


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return right_backward(np.ones_like(grad_outputs), inputs, kernel, bias, padding)
