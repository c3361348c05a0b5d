"""grad_bias divided by the number of images.

A bias is added to every pixel of its map in every image, so it receives the full gradient of each. If the loss
averages over the batch, grad_outputs already contains the division.
"""

import numpy as np
from convolution import conv2d_backward as right_backward

# docs/mistakes.md: B13


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, padding)
    return grad_inputs, grad_kernel, grad_bias / np.asarray(len(inputs), bias.dtype)
