"""gradients without the last row and column of windows, as from a loop over range(n - 1).

range(n) already stops before n, so subtracting 1 leaves out the last window along each axis. Loop over the whole height
and width of grad_outputs.
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
    errors = grad_outputs.copy()
    errors[:, -1], errors[:, :, -1] = 0, 0
    grad_inputs, grad_kernel, _ = right_backward(errors, inputs, kernel, bias, strides, padding, dilation_rate)
    return grad_inputs, grad_kernel, grad_outputs.sum(axis=(0, 1, 2))
