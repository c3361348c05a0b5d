"""the first unit's bias given to all units.

Each unit has a bias of its own. NumPy stretches a single number over the whole array without a word, so check the
shape of what you add: it should be as long as there are units.
"""

import numpy as np


def dense(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return inputs @ kernel + bias[0]
