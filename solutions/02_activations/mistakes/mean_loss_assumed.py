"""the gradient of a mean over the batch, (p - labels) / rows, without grad_outputs.

Here nothing is averaged: there is one loss for each row, and grad_outputs says how much each of them matters. If it
is a mean that is wanted, every number in grad_outputs is 1 / rows already.
"""

import numpy as np
from activations import cross_entropy_backward as right_cross_entropy_backward


def cross_entropy_backward(grad_outputs: np.ndarray, logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    rows = logits.dtype.type(len(logits))
    return right_cross_entropy_backward(np.ones_like(grad_outputs), logits, labels) / rows
