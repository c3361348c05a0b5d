"""an average over the images, too.

The first axis counts the images, and each has its own result: keep batch and channels. Check which axes your mean
runs over.
"""

import numpy as np
from pooling import global_average_pool2d as right_global


def global_average_pool2d(inputs: np.ndarray) -> np.ndarray:
    return np.repeat(right_global(inputs).mean(axis=0, keepdims=True), len(inputs), axis=0)
