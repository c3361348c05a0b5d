"""grad_kernel turned round, its last cell first.

The kernel's first cell met the top left pixel of every window, so its gradient pairs just these pixels with the
errors: the images are slid over, the errors stay. If the two change roles, everything comes out backwards.
"""

import numpy as np
from convolution import conv2d_backward as right_backward

# docs/mistakes.md: B11


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, padding)
    return grad_inputs, grad_kernel[::-1, ::-1], grad_bias
