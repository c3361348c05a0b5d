"""SELU with its scale missing above 0.

The scale multiplies both halves. It is what makes SELU self-normalising: on the positive side a slope above 1 lets
the variance grow.
"""

import numpy as np


def selu(inputs: np.ndarray) -> np.ndarray:
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    below = alpha * np.expm1(np.minimum(inputs, 0))
    return np.where(inputs > 0, inputs, scale * below)


def selu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    below = alpha * np.exp(np.minimum(inputs, 0)) * grad_outputs
    return np.where(inputs > 0, grad_outputs, scale * below)
