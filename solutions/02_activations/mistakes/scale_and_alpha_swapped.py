"""SELU with scale and alpha in each other's place.

Where an input is far below 0 you cannot tell, for both are multiplied there. On the positive side one of the two is
alone: which one, and how large is it?
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
