"""a gradient written into an array that belongs to the caller.

Without padding nothing is copied, so adding to the image changes what you were given, and the next layer sees other
images. Make a new array for the gradient, or copy first.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d_backward as right_backward

# docs/mistakes.md: B21

Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str, **options: Any
) -> Gradients:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, padding=padding, **options)
    if padding == "valid":  # np.pad was skipped, so the padded images are the caller's
        inputs[...] = grad_inputs
    return grad_inputs, grad_kernel, grad_bias
