"""the logarithm of the probabilities, without the minus.

The logarithm of a number below 1 is negative, but a loss is not. Without the minus, training would favour the wrong
classes.
"""

import numpy as np
from activations import cross_entropy as right_cross_entropy
from activations import cross_entropy_backward as right_cross_entropy_backward


def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return -right_cross_entropy(logits, labels)


def cross_entropy_backward(grad_outputs: np.ndarray, logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return -right_cross_entropy_backward(grad_outputs, logits, labels)
