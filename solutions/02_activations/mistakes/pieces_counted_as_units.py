"""`pieces` groups instead of groups of `pieces`.

`pieces` is the size of a group, not the number of groups. Six features in groups of two make three units. Which axis
of your reshaped array has this length, and which remains?
"""

import numpy as np


def maxout(inputs: np.ndarray, pieces: int) -> np.ndarray:
    return inputs.reshape(*inputs.shape[:-1], pieces, -1).max(axis=-1)
