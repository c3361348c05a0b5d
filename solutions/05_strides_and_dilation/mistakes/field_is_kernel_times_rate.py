"""a field of kernel size times rate.

Three cells at a rate of 2 cover five pixels, not six: draw them. There are gaps between the cells, but none after the
last.
"""

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import output_size as right_size

# docs/mistakes.md: C20

Pair = tuple[int, int]


def output_size(input_size: Pair, kernel_size: Pair, strides: Pair, padding: str, dilation_rate: Pair) -> Pair:
    fields = (kernel_size[0] * dilation_rate[0], kernel_size[1] * dilation_rate[1])
    return right_size(input_size, fields, strides, padding, (1, 1))


def conv2d(
    inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, strides: Pair, padding: str, dilation_rate: Pair
) -> np.ndarray:
    if padding == "same":
        fields = [cells * rate for cells, rate in zip(kernel.shape[:2], dilation_rate, strict=True)]
        lacking = [
            max((-(-size // stride) - 1) * stride + field - size, 0)
            for size, stride, field in zip(inputs.shape[1:3], strides, fields, strict=True)
        ]
        inputs = np.pad(inputs, [(0, 0), *((cells // 2, cells - cells // 2) for cells in lacking), (0, 0)])
    outputs = right_conv2d(inputs, kernel, bias, strides, "valid", dilation_rate)
    return outputs[:, : outputs.shape[1] + 1 - dilation_rate[0], : outputs.shape[2] + 1 - dilation_rate[1]]


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    field, step = 1, 1
    for kernel_size, stride, dilation_rate in layers:
        field += (kernel_size * dilation_rate - 1) * step
        step *= stride
    return field
