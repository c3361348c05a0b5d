"""grad_inputs from a kernel that points the wrong way.

There are two ways. Window by window, each error is spread with the kernel as it stands. As one correlation of the
errors, with zeros between and around them, the kernel must be turned round. One way was taken with the other's
kernel.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d_backward as right_backward

# docs/mistakes.md: B8 and B9

Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any
) -> Gradients:
    _, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, **options)
    grad_inputs, _, _ = right_backward(grad_outputs, inputs, kernel[::-1, ::-1], bias, **options)
    return grad_inputs, grad_kernel, grad_bias
