"""the average over all channels, too.

Channels hold different features, so pool each separately: one average for each window and channel. Check which axes
your mean runs over.
"""

import numpy as np
from pooling import average_pool2d as right_average
from pooling import global_average_pool2d as right_global

# docs/mistakes.md: P17

Pair = tuple[int, int]


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    outputs = right_average(inputs, pool_size, strides, padding)
    return np.repeat(outputs.mean(axis=3, keepdims=True), inputs.shape[3], axis=3)


def global_average_pool2d(inputs: np.ndarray) -> np.ndarray:
    return np.repeat(right_global(inputs).mean(axis=1, keepdims=True), inputs.shape[3], axis=1)
