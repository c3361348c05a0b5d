"""the logarithm of a softmax with 1e-12 added, or cut there.

The small number prevents the inf, and puts another wrong answer in its place: no loss is ever above 27.6, however
wrong the logits are, and beyond that nothing is learned. Simplify log(exp(x) / sum) on paper; it needs no help.
"""

import numpy as np
from activations import softmax as right_softmax


def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return -(labels * np.log(right_softmax(logits) + 1e-12)).sum(axis=-1)
