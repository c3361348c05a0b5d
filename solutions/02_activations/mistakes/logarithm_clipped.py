"""the logarithm of a softmax clipped at 1e-12, or with 1e-12 added.

The small number prevents the inf but gives another wrong answer: the loss never exceeds 27.6, however wrong the
logits are, and beyond that nothing is learned. Simplify log(exp(x) / sum) on paper instead.
"""

import numpy as np
from activations import softmax as right_softmax


def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return -(labels * np.log(right_softmax(logits) + 1e-12)).sum(axis=-1)
