"""a separate grad_bias for each image, one row per image.

You summed over the pixels of a map, but not over the images. All images share one bias: to which of the four axes of
grad_outputs does it belong, and along which is it shared?
"""

import numpy as np
from convolution import conv2d_backward as right_backward

# docs/mistakes.md: F4


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, _ = right_backward(grad_outputs, inputs, kernel, bias, padding)
    return grad_inputs, grad_kernel, grad_outputs.sum(axis=(1, 2))
