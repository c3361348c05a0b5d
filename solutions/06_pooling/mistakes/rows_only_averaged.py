"""averages over only one of the two axes of the map.

Average the whole map to one number, over its height and its width. Check how many axes your mean runs over.
"""

import numpy as np


def global_average_pool2d(inputs: np.ndarray) -> np.ndarray:
    return inputs.mean(axis=1)
