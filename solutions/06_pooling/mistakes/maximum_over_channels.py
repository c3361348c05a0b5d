"""the maximum over all channels, too.

Channels hold different features, so pool each separately: one maximum for each window and channel. Check which axes
your maximum runs over.
"""

import numpy as np
from pooling import max_pool2d as right_max
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: P17

Pair = tuple[int, int]


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    outputs = right_max(inputs, pool_size, strides, padding)
    return np.repeat(outputs.max(axis=3, keepdims=True), inputs.shape[3], axis=3)


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    channels = inputs.shape[3]
    # The largest channel of each pixel, as the first of several equal ones would be found in a window.
    largest = inputs.max(axis=3, keepdims=True)
    gradient = right_max_backward(grad_outputs, np.repeat(largest, channels, axis=3), pool_size, strides, padding)
    return np.where(np.arange(channels) == inputs.argmax(axis=3)[..., None], gradient, np.zeros_like(gradient))
