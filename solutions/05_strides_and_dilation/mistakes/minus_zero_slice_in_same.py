"""a slice that ends at -0, so it is empty, where "same" adds nothing after the image.

Cropping with [p:-q] works until q is 0, as where the last window needs no padding. Count from the
front instead: start at the first cell to keep and take the image's size.
"""

import numpy as np
from strides_and_dilation import conv2d_backward as right_backward

# docs/mistakes.md: B1 and C17

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
    grad_inputs, grad_kernel, grad_bias = gradients
    (_, bottom), (_, right) = around(inputs, kernel, strides, padding, dilation_rate)[1:3]
    if padding == "same":
        grad_inputs = grad_inputs[:, : None if bottom else 0, : None if right else 0]
    return grad_inputs, grad_kernel, grad_bias
