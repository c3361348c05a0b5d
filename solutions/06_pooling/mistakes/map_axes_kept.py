"""the right numbers with two axes of length 1 between batch and channels.

They are what is left of height and width. A network's last layer wants one row of numbers for each image: batch and
channels. See what keepdims does.
"""

import numpy as np
from pooling import global_average_pool2d as right_global


def global_average_pool2d(inputs: np.ndarray) -> np.ndarray:
    return right_global(inputs)[:, None, None]
