"""grad_kernel from images padded with the larger half at the top and left.

grad_inputs agrees with TensorFlow, which puts the odd row and column at the bottom and right. Use the forward pass's
padding for both gradients.
"""

import numpy as np
from convolution import conv2d_backward as right_backward

# docs/mistakes.md: N5


def around(kernel: np.ndarray, padding: str) -> list[tuple[int, int]]:
    """The right padding (before, after) of height and width."""
    return [((size - 1) // 2, size // 2) if padding == "same" else (0, 0) for size in kernel.shape[:2]]


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, _, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, padding)
    padded = np.pad(inputs, [(0, 0), *(pair[::-1] for pair in around(kernel, padding)), (0, 0)])
    _, grad_kernel, _ = right_backward(grad_outputs, padded, kernel, bias, "valid")
    return grad_inputs, grad_kernel, grad_bias
