"""an exponential of a large number, times a mask meant to remove it.

0 times infinity is nan, not 0. Choose with np.where, and clip the inputs at 0 before taking the exponential.
"""

import numpy as np
from activations import elu as right_elu
from activations import elu_backward as right_elu_backward
from activations import selu as right_selu
from activations import selu_backward as right_selu_backward

# docs/mistakes.md: A10
# special value: far from 0


def lost(inputs: np.ndarray) -> np.ndarray:
    """0, and nan where the exponential overflows."""
    return (inputs <= 0) * np.exp(inputs) * 0


def elu(inputs: np.ndarray, alpha: float) -> np.ndarray:
    return right_elu(inputs, alpha) + lost(inputs)


def elu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: float) -> np.ndarray:
    return right_elu_backward(grad_outputs, inputs, alpha) + lost(inputs)


def selu(inputs: np.ndarray) -> np.ndarray:
    return right_selu(inputs) + lost(inputs)


def selu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return right_selu_backward(grad_outputs, inputs) + lost(inputs)
