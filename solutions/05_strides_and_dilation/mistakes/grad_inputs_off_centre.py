"""grad_inputs shifted by a pixel where the padding is odd.

With odd padding, "same" adds more zeros at the bottom and right. Going back, the errors need more at the top and
left. Or compute the padded gradient and crop it where the image begins.
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
    borders = around(inputs, kernel, strides, padding, dilation_rate)
    padded = np.pad(inputs, borders)
    gradients = right_backward(grad_outputs, padded, kernel, bias, strides, "valid", dilation_rate)
    (_, top), (_, left) = borders[1:3]
    return gradients[0][:, top : top + inputs.shape[1], left : left + inputs.shape[2]], *gradients[1:]
