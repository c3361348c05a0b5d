"""an exponent with the wrong sign: exp(x) for exp(-x).

Try 1000: sigmoid and tanh should be near 1, swish near 1000, and no slope of sigmoid or tanh is negative. Check every
minus sign.
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
