"""a formula that divides inf by inf where the input is large.

np.exp(1000) is inf, and inf / inf is nan. Multiply numerator and denominator by the same factor, so that no
exponential exceeds 1.
"""

import numpy as np

# docs/mistakes.md: A10


def sigmoid(inputs: np.ndarray) -> np.ndarray:
    return np.exp(inputs) / (1 + np.exp(inputs))


def sigmoid_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    y = np.exp(inputs) / (1 + np.exp(inputs))
    return grad_outputs * y * (1 - y)


def tanh(inputs: np.ndarray) -> np.ndarray:
    up, down = np.exp(inputs), np.exp(-inputs)
    return (up - down) / (up + down)


def tanh_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    up, down = np.exp(inputs), np.exp(-inputs)
    return grad_outputs * (1 - ((up - down) / (up + down)) ** 2)


def swish(inputs: np.ndarray) -> np.ndarray:
    return inputs * np.exp(inputs) / (1 + np.exp(inputs))


def swish_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    y = np.exp(inputs) / (1 + np.exp(inputs))
    return grad_outputs * (y + inputs * y * (1 - y))
