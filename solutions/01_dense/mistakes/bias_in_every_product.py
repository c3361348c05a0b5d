"""a bias added to every product, once for each feature.

Add the bias once to each output, after the sum over the features: check what is inside the loop (or inside np.sum) and
what belongs after it.
"""

import numpy as np


def dense(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return inputs @ kernel + bias * len(kernel)
