"""one number for the whole batch.

Each row has its own label and its own loss. Sum over the classes only: the last axis is removed, the first stays.
"""

import numpy as np
from activations import cross_entropy as right_cross_entropy


def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return right_cross_entropy(logits, labels).sum()
