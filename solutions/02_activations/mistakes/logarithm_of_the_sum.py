"""the logarithm of the labelled share, - log(sum of labels p).

With one-hot labels the sum has one term, and it makes no difference whether the logarithm is taken before or after.
With probabilities it does: each class has its own surprise, and these are averaged.
"""

import numpy as np
from activations import softmax as right_softmax


def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return -np.log((labels * right_softmax(logits)).sum(axis=-1))
