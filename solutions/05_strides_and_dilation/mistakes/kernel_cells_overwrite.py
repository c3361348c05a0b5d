"""the gradient of each pixel from the last kernel cell that met it.

As the kernel moves, several of its cells meet a pixel, each for another output. Contributions to the same number add
up; an assignment keeps only the last.
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
    rows, columns = ((size - 1) * stride + 1 for size, stride in zip(grad_outputs.shape[1:3], strides, strict=True))
    for row, column in np.ndindex(kernel.shape[:2]):
        top, left = row * dilation_rate[0], column * dilation_rate[1]
        met = np.s_[:, top : top + rows : strides[0], left : left + columns : strides[1]]
        grad_padded[met] = grad_outputs @ kernel[row, column].T
    (top, _), (left, _) = borders[1:3]
    return grad_padded[:, top : top + inputs.shape[1], left : left + inputs.shape[2]], grad_kernel, grad_bias
