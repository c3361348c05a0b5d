"""the slope applied above 0, and negative inputs unchanged.

The slope belongs to the negative side; the positive side stays as in a ReLU. Follow the numbers 1 and -1 through your
code with a slope of 0.
"""

import numpy as np

# docs/mistakes.md: A7


def leaky_relu(inputs: np.ndarray, negative_slope: float) -> np.ndarray:
    return np.where(inputs > 0, negative_slope * inputs, inputs)


def leaky_relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, negative_slope: float) -> np.ndarray:
    return np.where(inputs > 0, negative_slope * grad_outputs, grad_outputs)


def prelu(inputs: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    return np.where(inputs > 0, alpha * inputs, inputs)


def prelu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    grad_inputs = np.where(inputs > 0, alpha * grad_outputs, grad_outputs)
    return grad_inputs, (grad_outputs * np.maximum(inputs, 0)).reshape(-1, alpha.size).sum(axis=0)
