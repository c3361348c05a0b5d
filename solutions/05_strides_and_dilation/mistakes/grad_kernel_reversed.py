"""grad_kernel reversed, with its last cell first.

The kernel's first cell met the first pixel of every window, so its gradient pairs exactly these pixels with the
errors. Slide the errors over the images; with the roles swapped, the result comes out reversed.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d_backward as right_backward

# docs/mistakes.md: B11

Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any
) -> Gradients:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, **options)
    return grad_inputs, grad_kernel[::-1, ::-1], grad_bias
