"""the gradient of a plain ReLU: nothing comes back where the input is below 0.

The purpose of a leak, or of a tail, is that a unit below 0 can still learn. Multiply the gradient by the slope of the
function there.
"""

import numpy as np
from activations import prelu_backward as right_prelu_backward

# docs/mistakes.md: A7


def leaky_relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, negative_slope: float) -> np.ndarray:
    return grad_outputs * (inputs > 0)


def prelu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return grad_outputs * (inputs > 0), right_prelu_backward(grad_outputs, inputs, alpha)[1]


def elu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: float) -> np.ndarray:
    return grad_outputs * (inputs > 0)


def selu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return 1.0507009873554805 * grad_outputs * (inputs > 0)
