"""a softmax of the whole array: all numbers together add up to 1.

Every row is a separate distribution. Without an axis NumPy sums over all of them; add up one row of your result.
"""

import numpy as np

# docs/mistakes.md: A8


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()


def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max())
    return -(labels * np.log(powers / powers.sum())).sum(axis=-1)


def cross_entropy_backward(grad_outputs: np.ndarray, logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max())
    return grad_outputs[:, None] * (powers / powers.sum() - labels)
