"""a gradient built inside the array of the inputs.

`grad = inputs` makes a second name, not a second array: zeroing it and adding to it destroys the caller's images.
Start from np.zeros_like instead.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul_backward as right_backward

# docs/mistakes.md: B21


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias)
    inputs[...] = grad_inputs
    return inputs, grad_kernel, grad_bias
