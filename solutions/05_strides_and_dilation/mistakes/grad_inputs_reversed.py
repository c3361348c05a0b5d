"""grad_inputs from a kernel flipped the wrong way.

There are two ways. Spreading each error window by window uses the kernel as it is. One correlation of the errors,
with zeros between and around them, needs the kernel rotated by 180 degrees. You mixed the two.
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
