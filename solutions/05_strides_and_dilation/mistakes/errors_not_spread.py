"""grad_inputs from errors placed side by side, as if the strides were 1.

Neighbouring outputs come from windows a stride apart, so their errors go back to pixels a stride apart. As one
correlation: put stride - 1 zeros between the errors before sliding the kernel over them.
"""

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import conv2d_backward as right_backward

# docs/mistakes.md: B4

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
    _, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, strides, padding, dilation_rate)
    borders = around(inputs, kernel, strides, padding, dilation_rate)
    padded = np.pad(inputs, borders)
    dense = np.zeros_like(right_conv2d(padded, kernel, bias, (1, 1), "valid", dilation_rate))
    dense[:, : grad_outputs.shape[1], : grad_outputs.shape[2]] = grad_outputs
    grad_padded, _, _ = right_backward(dense, padded, kernel, bias, (1, 1), "valid", dilation_rate)
    (top, _), (left, _) = borders[1:3]
    return grad_padded[:, top : top + inputs.shape[1], left : left + inputs.shape[2]], grad_kernel, grad_bias
