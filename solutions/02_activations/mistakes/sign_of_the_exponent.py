"""the curve mirrored: it falls where it should rise.

Large inputs should come near 1. Put 1000 into your exponential and follow it: does the denominator become 1, or inf?
One minus sign decides.
"""

import numpy as np
from activations import sigmoid_backward as right_sigmoid_backward
from activations import tanh as right_tanh
from activations import tanh_backward as right_tanh_backward


def sigmoid(inputs: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(inputs))


def tanh(inputs: np.ndarray) -> np.ndarray:
    return right_tanh(-inputs)


def sigmoid_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return -right_sigmoid_backward(grad_outputs, inputs)


def tanh_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return -right_tanh_backward(grad_outputs, inputs)


def swish(inputs: np.ndarray) -> np.ndarray:
    return inputs / (1 + np.exp(inputs))
