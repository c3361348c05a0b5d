"""a gradient masked where grad_outputs is negative, not where the input is.

Whether a unit was on depends on its input in the forward pass. A negative gradient is nothing special: it passes like
any other. Check which array you compare with 0.
"""

import numpy as np
from activations import prelu_backward as right_prelu_backward

# docs/mistakes.md: A5


def relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return np.maximum(grad_outputs, 0)


def leaky_relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, negative_slope: float) -> np.ndarray:
    return np.where(grad_outputs > 0, grad_outputs, negative_slope * grad_outputs)


def prelu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    grad_inputs = np.where(grad_outputs > 0, grad_outputs, alpha * grad_outputs)
    return grad_inputs, right_prelu_backward(grad_outputs, inputs, alpha)[1]
