"""a derivative meant for the output, computed from the input.

These derivatives are short when written with the output y: y (1 - y), 1 - y², y + alpha. The function receives the
input, not y. Compute y first; nothing is kept from the forward pass.
"""

import numpy as np


def elu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: float) -> np.ndarray:
    return grad_outputs * np.where(inputs > 0, 1, inputs + inputs.dtype.type(alpha))


def sigmoid_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return grad_outputs * inputs * (1 - inputs)


def tanh_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return grad_outputs * (1 - inputs**2)


def softmax_backward(grad_outputs: np.ndarray, logits: np.ndarray) -> np.ndarray:
    return logits * (grad_outputs - (grad_outputs * logits).sum(axis=-1, keepdims=True))
