"""averages of the columns: one of the two axes of the map is still there.

The whole map is summed up in one number, over its height and over its width. See how many axes your mean runs over.
"""

import numpy as np


def global_average_pool2d(inputs: np.ndarray) -> np.ndarray:
    return inputs.mean(axis=1)
