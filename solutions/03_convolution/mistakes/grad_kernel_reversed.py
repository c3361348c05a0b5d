"""grad_kernel reversed, with its last cell first.

The kernel's first cell met the top left pixel of every window, so its gradient pairs exactly these pixels with the
errors. Slide the errors over the images; with the roles swapped, the result comes out reversed.
"""

import numpy as np
from convolution import conv2d_backward as right_backward

# docs/mistakes.md: B11


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, padding)
    return grad_inputs, grad_kernel[::-1, ::-1], grad_bias
