"""gradients of the plain sum of the outputs, as if grad_outputs were all ones.

grad_outputs says how the loss changes with each output. By the chain rule, multiply each window's contribution by the
gradient of its own output before summing. Check where your code uses it.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d_backward as right_backward
from strides_and_dilation import pointwise_conv2d_backward as right_pointwise_backward

# docs/mistakes.md: B18

Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any
) -> Gradients:
    return right_backward(np.ones_like(grad_outputs), inputs, kernel, bias, **options)


def pointwise_conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> Gradients:
    return right_pointwise_backward(np.ones_like(grad_outputs), inputs, kernel, bias)
