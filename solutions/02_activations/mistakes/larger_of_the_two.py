"""the larger of x and slope times x, which is right only for slopes up to 1.

np.maximum(x, slope * x) is a well-known shortcut. Draw both lines for a slope of 2: which is on top on each side of
0? Test the sign of the input instead.
"""

import numpy as np


def leaky_relu(inputs: np.ndarray, negative_slope: float) -> np.ndarray:
    return np.maximum(inputs, negative_slope * inputs)


def leaky_relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, negative_slope: float) -> np.ndarray:
    passes = inputs >= negative_slope * inputs
    return np.where(passes, grad_outputs, negative_slope * grad_outputs)


def prelu(inputs: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    return np.maximum(inputs, alpha * inputs)


def prelu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    passes = inputs >= alpha * inputs
    grad_alpha = (grad_outputs * np.where(passes, 0, inputs)).reshape(-1, alpha.size).sum(axis=0)
    return np.where(passes, grad_outputs, alpha * grad_outputs), grad_alpha
