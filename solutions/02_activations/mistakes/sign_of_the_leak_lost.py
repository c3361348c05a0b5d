"""negative inputs with their sign flipped: minus slope times x.

A leak lets a little of a negative number through, and it stays negative. Look for an absolute value or a minus in
your code; a positive result for a negative input is wrong.
"""

import numpy as np


def leaky_relu(inputs: np.ndarray, negative_slope: float) -> np.ndarray:
    return np.where(inputs > 0, inputs, -negative_slope * inputs)


def leaky_relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, negative_slope: float) -> np.ndarray:
    return np.where(inputs > 0, grad_outputs, -negative_slope * grad_outputs)
