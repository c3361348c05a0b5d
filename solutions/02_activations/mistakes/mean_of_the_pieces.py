"""the mean of each group, not its maximum.

A mean is linear, and two linear layers in a row are one: only choosing the maximum makes the function non-linear.
Only the maximum gets the gradient.
"""

import numpy as np


def maxout(inputs: np.ndarray, pieces: int) -> np.ndarray:
    return inputs.reshape(*inputs.shape[:-1], -1, pieces).mean(axis=-1)


def maxout_backward(grad_outputs: np.ndarray, inputs: np.ndarray, pieces: int) -> np.ndarray:
    return np.repeat(grad_outputs, pieces, axis=-1) / grad_outputs.dtype.type(pieces)
