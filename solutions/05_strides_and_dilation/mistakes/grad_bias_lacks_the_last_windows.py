"""a grad_bias without the last row and column of windows, as from a loop over range(n - 1).

The bias was added to every output, so its gradient is the sum of grad_outputs over all images, rows and columns, the
last ones included.
"""

import numpy as np
from strides_and_dilation import conv2d_backward as right_backward

Pair = tuple[int, int]
Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def conv2d_backward(
    grad_outputs: np.ndarray,
    inputs: np.ndarray,
    kernel: np.ndarray,
    bias: np.ndarray,
    strides: Pair,
    padding: str,
    dilation_rate: Pair,
) -> Gradients:
    grad_inputs, grad_kernel, _ = right_backward(grad_outputs, inputs, kernel, bias, strides, padding, dilation_rate)
    return grad_inputs, grad_kernel, grad_outputs[:, :-1, :-1].sum(axis=(0, 1, 2))
