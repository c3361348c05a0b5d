"""SELU with its two constants rounded to four decimals.

float32 has about seven digits, float64 sixteen, but your result is only as precise as its constants. The docstring
gives all their digits.
"""

import numpy as np


def selu(inputs: np.ndarray) -> np.ndarray:
    scale, alpha = 1.0507, 1.6733
    below = alpha * np.expm1(np.minimum(inputs, 0))
    return scale * np.where(inputs > 0, inputs, below)


def selu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    scale, alpha = 1.0507, 1.6733
    below = alpha * np.exp(np.minimum(inputs, 0)) * grad_outputs
    return scale * np.where(inputs > 0, grad_outputs, below)
