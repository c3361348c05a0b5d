"""what is below 0 with its sign turned: minus slope times x.

A leak lets a little of a negative number through, and it stays negative. See where an absolute value or a minus came
in; a positive result for a negative input is a V, not a leak.
"""

import numpy as np


def leaky_relu(inputs: np.ndarray, negative_slope: float) -> np.ndarray:
    return np.where(inputs > 0, inputs, -negative_slope * inputs)


def leaky_relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, negative_slope: float) -> np.ndarray:
    return np.where(inputs > 0, grad_outputs, -negative_slope * grad_outputs)
