"""a formula that divides inf by inf at one end and is right at the other.

np.exp(1000) is inf, and inf / inf is nan; at the other end the same exponential is 0, which is harmless. Can you
write the formula with np.exp(-np.abs(x)), which is never large?
"""

import numpy as np

# docs/mistakes.md: A10


def sigmoid_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    small = np.exp(-inputs)
    return grad_outputs * small / (1 + small) ** 2


def tanh(inputs: np.ndarray) -> np.ndarray:
    large = np.exp(2 * inputs)
    return (large - 1) / (large + 1)


def tanh_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    large = np.exp(2 * inputs)
    return grad_outputs * (1 - ((large - 1) / (large + 1)) ** 2)
