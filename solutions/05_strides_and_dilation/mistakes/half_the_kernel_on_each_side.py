"""another convention: half the kernel's field on each side, as padding=kernel_size // 2 in PyTorch.

An even size gets one zero too many and perhaps one output too many. With strides, the windows may start too early.
TensorFlow pads only what its last window lacks: compute that before you halve it.
"""

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import output_size as right_size

# docs/mistakes.md: C13 and C14

Pair = tuple[int, int]


def output_size(input_size: Pair, kernel_size: Pair, strides: Pair, padding: str, dilation_rate: Pair) -> Pair:
    if padding == "valid":
        return right_size(input_size, kernel_size, strides, padding, dilation_rate)
    fields = [(cells - 1) * rate + 1 for cells, rate in zip(kernel_size, dilation_rate, strict=True)]
    padded = tuple(size + field // 2 * 2 for size, field in zip(input_size, fields, strict=True))
    return right_size(padded, kernel_size, strides, "valid", dilation_rate)


def conv2d(
    inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, strides: Pair, padding: str, dilation_rate: Pair
) -> np.ndarray:
    fields = ((cells - 1) * rate + 1 for cells, rate in zip(kernel.shape[:2], dilation_rate, strict=True))
    widths = [(field // 2, field // 2) if padding == "same" else (0, 0) for field in fields]
    return right_conv2d(np.pad(inputs, [(0, 0), *widths, (0, 0)]), kernel, bias, strides, "valid", dilation_rate)
