"""grad_kernel from the last window of each image alone.

Every window of every image uses the same weights. Each use contributes to the gradient, and contributions to the same
number add up. An assignment in the loop over the windows keeps only the last.
"""

import numpy as np
from convolution import conv2d_backward as right_backward

# docs/mistakes.md: B6


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, _, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, padding)
    last = np.zeros_like(grad_outputs)
    last[:, -1, -1] = grad_outputs[:, -1, -1]
    return grad_inputs, right_backward(last, inputs, kernel, bias, padding)[1], grad_bias
