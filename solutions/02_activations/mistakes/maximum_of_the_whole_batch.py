"""one maximum subtracted from all rows.

A row far below the batch's maximum underflows completely: all its exponentials are 0, and so is their sum. Each row
is a separate distribution and needs its own maximum; check axis and keepdims of max().
"""

import numpy as np

# docs/mistakes.md: A8


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max())
    return powers / powers.sum(axis=-1, keepdims=True)


def softmax_backward(grad_outputs: np.ndarray, logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max())
    outputs = powers / powers.sum(axis=-1, keepdims=True)
    return outputs * (grad_outputs - (grad_outputs * outputs).sum(axis=-1, keepdims=True))


def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max())
    return -(labels * np.log(powers / powers.sum(axis=-1, keepdims=True))).sum(axis=-1)


def cross_entropy_backward(grad_outputs: np.ndarray, logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max())
    return grad_outputs[:, None] * (powers / powers.sum(axis=-1, keepdims=True) - labels)
