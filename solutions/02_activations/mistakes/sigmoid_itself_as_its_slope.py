"""grad_outputs times the function, not times its slope.

Only the exponential is its own derivative; sigmoid and tanh are not. They are flat at both ends, so their slope is
near 0 there. Is yours small at 10?
"""

import numpy as np
from activations import sigmoid as right_sigmoid
from activations import tanh as right_tanh


def sigmoid_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return grad_outputs * right_sigmoid(inputs)


def tanh_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return grad_outputs * right_tanh(inputs)
