"""grad_bias as the mean over all pixels and images, not the sum.

Raise a bias a little, and every pixel of its map rises by as much, in all images. The gradient of a shared number is
the sum over its uses.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul_backward as right_backward

# docs/mistakes.md: B13


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, _ = right_backward(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel, grad_outputs.mean(axis=(0, 1, 2))
