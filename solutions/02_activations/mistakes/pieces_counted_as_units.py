"""as many units as there should be pieces in a group.

`pieces` says how large a group is, not how many groups there are. Six features in groups of two make three units.
Which axis of your reshaped array has this length, and which one is left over?
"""

import numpy as np


def maxout(inputs: np.ndarray, pieces: int) -> np.ndarray:
    return inputs.reshape(*inputs.shape[:-1], pieces, -1).max(axis=-1)
