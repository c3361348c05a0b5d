"""a gradient that passes unchanged where the input is exactly 0.

There the function has a kink, and the slope of either side is a valid choice. TensorFlow and this exercise use the
slope below 0. It matters, because zeros are common after a ReLU. Check which branch equality takes.
"""

import numpy as np
from activations import prelu_backward as right_prelu_backward

# docs/mistakes.md: A3
# special value: 0


def relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return grad_outputs * (inputs >= 0)


def leaky_relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, negative_slope: float) -> np.ndarray:
    return np.where(inputs >= 0, grad_outputs, negative_slope * grad_outputs)


def prelu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, ...]:
    _, grad_alpha = right_prelu_backward(grad_outputs, inputs, alpha)
    return np.where(inputs >= 0, grad_outputs, alpha * grad_outputs), grad_alpha
