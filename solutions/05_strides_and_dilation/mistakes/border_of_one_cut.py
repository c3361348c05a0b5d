"""a border of one cell cropped on every side, however much was padded.

One cell is right for a plain 3 x 3 kernel. With strides the padding depends on the image's size, and with dilation it
grows: crop exactly what was added on each of the four sides.
"""

import numpy as np
from strides_and_dilation import conv2d_backward as right_backward

# docs/mistakes.md: B2

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
    padded = np.pad(inputs, around(inputs, kernel, strides, padding, dilation_rate))
    gradients = right_backward(grad_outputs, padded, kernel, bias, strides, "valid", dilation_rate)
    return (gradients[0][:, 1:-1, 1:-1] if padding == "same" else gradients[0]), *gradients[1:]
