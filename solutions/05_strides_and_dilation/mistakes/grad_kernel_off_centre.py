"""grad_kernel from images padded with the larger half at the top and left.

grad_inputs agrees with TensorFlow, which puts the odd row and column at the bottom and right. Use the forward pass's
padding for both gradients.
"""

import numpy as np
from strides_and_dilation import conv2d_backward as right_backward

# docs/mistakes.md: N5

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
    gradients = right_backward(grad_outputs, inputs, kernel, bias, strides, padding, dilation_rate)
    padded = np.pad(inputs, [pair[::-1] for pair in around(inputs, kernel, strides, padding, dilation_rate)])
    _, grad_kernel, _ = right_backward(grad_outputs, padded, kernel, bias, strides, "valid", dilation_rate)
    return gradients[0], grad_kernel, gradients[2]
