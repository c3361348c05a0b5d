"""a loss, or its gradient, averaged over the rows.

The result has one number for each row; the caller combines them, and grad_outputs brings their gradients. A mean here
and another one outside divide twice.
"""

import numpy as np
from activations import cross_entropy_backward as right_cross_entropy_backward
from activations import softmax as right_softmax


def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return -(labels * np.log(right_softmax(logits))).sum(axis=-1).mean()


def cross_entropy_backward(grad_outputs: np.ndarray, logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    rows = logits.dtype.type(len(logits))
    return right_cross_entropy_backward(grad_outputs, logits, labels) / rows
