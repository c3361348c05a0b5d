"""gradients of the plain sum of all outputs, as if grad_outputs were all ones.

grad_outputs is what the following layers have to say about each single output. By the chain rule each row of the
columns is multiplied by the error of its own output before anything is added up.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul_backward as right_backward

# docs/mistakes.md: B18


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return right_backward(np.ones_like(grad_outputs), inputs, kernel, bias)
