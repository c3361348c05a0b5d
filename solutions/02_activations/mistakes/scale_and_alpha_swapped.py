"""SELU with scale and alpha swapped.

Below 0 only their product counts, so the swap does not show. On the positive side only one of them is used: which one,
and how large is it?
"""

import numpy as np


def selu(inputs: np.ndarray) -> np.ndarray:
    alpha, scale = 1.0507009873554805, 1.6732632423543772
    below = alpha * np.expm1(np.minimum(inputs, 0))
    return scale * np.where(inputs > 0, inputs, below)


def selu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    alpha, scale = 1.0507009873554805, 1.6732632423543772
    below = alpha * np.exp(np.minimum(inputs, 0)) * grad_outputs
    return scale * np.where(inputs > 0, grad_outputs, below)
