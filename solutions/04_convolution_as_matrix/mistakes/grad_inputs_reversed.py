"""grad_inputs from a kernel flipped the wrong way.

There are two ways. Spreading each error from the columns uses the kernel as it is. One correlation of the padded
errors needs the kernel rotated by 180 degrees. You mixed the two.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul_backward as right_backward
from convolution_as_matrix import grad_inputs_by_convolution as right_grad_inputs

# docs/mistakes.md: B8 and B9


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias)
    grad_inputs, _, _ = right_backward(grad_outputs, inputs, kernel[::-1, ::-1], bias)
    return grad_inputs, grad_kernel, grad_bias


def grad_inputs_by_convolution(grad_outputs: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return right_grad_inputs(grad_outputs, kernel[::-1, ::-1])
