"""grad_inputs without the rows and columns that no window covers.

When the strides leave a remainder, the last pixels belong to no window. They do not affect the loss, so their
gradient is 0, but the gradient still has the shape of the image.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d_backward as right_backward

# docs/mistakes.md: C25
# special value: a remainder

Pair = tuple[int, int]
Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, strides: Pair, **options: Any
) -> Gradients:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, strides, **options)
    if options["padding"] == "same":
        return grad_inputs, grad_kernel, grad_bias
    height, width = (
        (out_size - 1) * stride + (cells - 1) * rate + 1
        for out_size, stride, cells, rate in zip(
            grad_outputs.shape[1:3], strides, kernel.shape[:2], options["dilation_rate"], strict=True
        )
    )
    return grad_inputs[:, :height, :width], grad_kernel, grad_bias
