"""the gradient of each pixel from its last window only.

Where windows overlap, a pixel contributes to several outputs, and each of them sends a gradient back. Contributions
to the same number add up; an assignment keeps only the last.
"""

import numpy as np
from strides_and_dilation import conv2d_backward as right_backward

# docs/mistakes.md: B6
# special value: overlap

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
    grad_padded = np.zeros_like(np.pad(inputs, borders))
    (height, width), (down, right) = kernel.shape[:2], dilation_rate
    for row, column in np.ndindex(grad_outputs.shape[1:3]):
        top, left = row * strides[0], column * strides[1]
        window = np.s_[:, top : top + (height - 1) * down + 1 : down, left : left + (width - 1) * right + 1 : right]
        grad_padded[window] = np.einsum("bf,ijcf->bijc", grad_outputs[:, row, column], kernel)
    (top, _), (left, _) = borders[1:3]
    return grad_padded[:, top : top + inputs.shape[1], left : left + inputs.shape[2]], grad_kernel, grad_bias
