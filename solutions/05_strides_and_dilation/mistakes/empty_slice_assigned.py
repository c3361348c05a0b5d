"""each image assigned from a slice that ends at -0, which is empty.

Ending the slice at -p works until p is 0: no padding after the image. Count from the front instead: start at the
first cell to keep and take the image's size.
"""

import numpy as np
from strides_and_dilation import conv2d_backward as right_backward

# docs/mistakes.md: N4

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
    (top, bottom), (left, right) = borders[1:3]
    grad_inputs = np.zeros_like(inputs)
    for number, image in enumerate(gradients[0]):
        grad_inputs[number] = image[top:-bottom, left:-right, :]
    return grad_inputs, *gradients[1:]
