"""a derivative in which the 1 is still subtracted.

The derivative of a constant is 0, and the exponential is its own derivative. The slope of the tail is close to alpha
near 0 and close to 0 far below. Is yours?
"""

import numpy as np


def elu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: float) -> np.ndarray:
    below = alpha * np.expm1(np.minimum(inputs, 0))
    return np.where(inputs > 0, grad_outputs, below * grad_outputs)


def selu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    below = alpha * np.expm1(np.minimum(inputs, 0))
    return scale * np.where(inputs > 0, grad_outputs, below * grad_outputs)
