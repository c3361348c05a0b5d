"""the first unit's bias given to all units.

Each unit has a bias of its own. NumPy silently broadcasts a single number over the whole array, so check the shape of
what you add: it needs one number for each unit.
"""

import numpy as np


def dense(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return inputs @ kernel + bias[0]
