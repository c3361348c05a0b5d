"""windows cropped at the top and left border, times a kernel cropped at its bottom and right.

Where a window crosses the top, the first rows of the kernel meet no pixels, so the last rows are the ones to keep.
Padding with zeros is simpler: every window is whole.
"""

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import output_size

# docs/mistakes.md: C11

Pair = tuple[int, int]


def conv2d(
    inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, strides: Pair, padding: str, dilation_rate: Pair
) -> np.ndarray:
    if padding == "valid":
        return right_conv2d(inputs, kernel, bias, strides, padding, dilation_rate)
    (height, width), (down, right) = inputs.shape[1:3], dilation_rate
    field_height, field_width = (kernel.shape[0] - 1) * down + 1, (kernel.shape[1] - 1) * right + 1
    out_height, out_width = output_size((height, width), kernel.shape[:2], strides, padding, dilation_rate)
    before_height = max((out_height - 1) * strides[0] + field_height - height, 0) // 2
    before_width = max((out_width - 1) * strides[1] + field_width - width, 0) // 2
    outputs = np.zeros((len(inputs), out_height, out_width, len(bias)), inputs.dtype)
    for row, column in np.ndindex(out_height, out_width):
        top, left = row * strides[0] - before_height, column * strides[1] - before_width
        rows = slice(max(top, 0), top + field_height, down)
        window = inputs[:, rows, max(left, 0) : left + field_width : right]
        cells = kernel[: window.shape[1], : window.shape[2]]
        outputs[:, row, column] = np.einsum("bijc,ijcf->bf", window, cells) + bias
    return outputs
