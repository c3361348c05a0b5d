"""the gradient of a mean over the batch, (p - labels) / rows, without grad_outputs.

Nothing is averaged here: there is one loss for each row, and grad_outputs weights them. For a mean, every number in
grad_outputs is already 1 / rows.
"""

import numpy as np
from activations import cross_entropy_backward as right_cross_entropy_backward


def cross_entropy_backward(grad_outputs: np.ndarray, logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    rows = logits.dtype.type(len(logits))
    return right_cross_entropy_backward(np.ones_like(grad_outputs), logits, labels) / rows
