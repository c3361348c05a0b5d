"""tanh of half the input: 2 sigmoid(x) - 1.

A sigmoid stretched to (-1, 1) has half the slope of tanh at 0. The exponents of tanh differ by 2 x, those of a
sigmoid by x. What must its argument be?
"""

import numpy as np
from activations import tanh as right_tanh
from activations import tanh_backward as right_tanh_backward


def tanh(inputs: np.ndarray) -> np.ndarray:
    return right_tanh(inputs / 2)


def tanh_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return right_tanh_backward(grad_outputs, inputs / 2) / 2
