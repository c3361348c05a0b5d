"""a derivative in which the 1 is still subtracted.

A constant does not change with the input, so it is gone after differentiating; the exponential is its own derivative.
Near 0 the slope of the tail is close to alpha, far below it is close to 0. Is yours?
"""

import numpy as np


def elu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: float) -> np.ndarray:
    below = alpha * np.expm1(np.minimum(inputs, 0))
    return np.where(inputs > 0, grad_outputs, below * grad_outputs)


def selu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    below = alpha * np.expm1(np.minimum(inputs, 0))
    return scale * np.where(inputs > 0, grad_outputs, below * grad_outputs)
