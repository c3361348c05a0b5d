"""a slice that ends at -0, so it is empty, where "same" adds nothing after the image.

Cropping with [p:-q] works until q is 0, as where the last window needs no padding. Count from the
front instead: start at the first pixel to keep and take the image's size.
"""

import numpy as np
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: B1 and C17

Pair = tuple[int, int]


def cropped(grad_inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    """Empty each axis of the map along which "same" pads nothing after the image."""
    for axis, (size, cells, stride) in enumerate(zip(grad_inputs.shape[1:3], pool_size, strides, strict=True)):
        if padding == "same" and (-(-size // stride) - 1) * stride + cells <= size:
            grad_inputs = grad_inputs[(slice(None),) * (1 + axis) + (slice(0),)]
    return grad_inputs


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    grad_inputs = right_max_backward(grad_outputs, inputs, pool_size, strides, padding)
    return cropped(grad_inputs, pool_size, strides, padding)


def average_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    grad_inputs = right_average_backward(grad_outputs, inputs, pool_size, strides, padding)
    return cropped(grad_inputs, pool_size, strides, padding)
