"""grad_kernel from windows of the unpadded images.

Forward, with padding, the first window may start in the zeros. Backward, the weights must be paired with the windows
they saw, zeros included, so pad the inputs here too.
"""

import numpy as np
from strides_and_dilation import conv2d_backward as right_backward

# docs/mistakes.md: C11

Pair = tuple[int, int]
Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def around(inputs: np.ndarray, kernel: np.ndarray, strides: Pair, padding: str, dilation_rate: Pair) -> list[Pair]:
    """The right padding (before, after) of all four axes."""
    fields = ((cells - 1) * rate + 1 for cells, rate in zip(kernel.shape[:2], dilation_rate, strict=True))
    lacking = [
        max((-(-size // stride) - 1) * stride + field - size, 0) if padding == "same" else 0
        for size, stride, field in zip(inputs.shape[1:3], strides, fields, strict=True)
    ]
    return [(0, 0), *((cells // 2, cells - cells // 2) for cells in lacking), (0, 0)]


def conv2d_backward(
    grad_outputs: np.ndarray,
    inputs: np.ndarray,
    kernel: np.ndarray,
    bias: np.ndarray,
    strides: Pair,
    padding: str,
    dilation_rate: Pair,
) -> Gradients:
    grad_inputs, _, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, strides, padding, dilation_rate)
    widths = [(0, sum(pair)) for pair in around(inputs, kernel, strides, padding, dilation_rate)]
    padded = np.pad(inputs, widths)
    grad_kernel = right_backward(grad_outputs, padded, kernel, bias, strides, "valid", dilation_rate)[1]
    return grad_inputs, grad_kernel, grad_bias
