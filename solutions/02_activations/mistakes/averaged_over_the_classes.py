"""a mean over the classes where a sum is asked for.

The labels are weights that add up to 1 already, so the sum is an average in itself. Dividing once more makes a
problem with many classes look easy.
"""

import numpy as np
from activations import cross_entropy as right_cross_entropy
from activations import cross_entropy_backward as right_cross_entropy_backward


def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return right_cross_entropy(logits, labels) / logits.dtype.type(logits.shape[-1])


def cross_entropy_backward(grad_outputs: np.ndarray, logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return right_cross_entropy_backward(grad_outputs, logits, labels) / logits.dtype.type(logits.shape[-1])
