"""the half below 0, with the half above set to 0.

A rectifier lets the positive numbers through. Follow one positive and one negative number through your comparison,
minimum or maximum.
"""

import numpy as np


def relu(inputs: np.ndarray) -> np.ndarray:
    return np.minimum(inputs, 0)


def relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return grad_outputs * (inputs < 0)
