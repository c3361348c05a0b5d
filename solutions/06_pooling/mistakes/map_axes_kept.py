"""the right numbers with two axes of length 1 between batch and channels.

They are left over from height and width. A network's last layer needs one row of numbers for each image: batch and
channels. Check keepdims.
"""

import numpy as np
from pooling import global_average_pool2d as right_global


def global_average_pool2d(inputs: np.ndarray) -> np.ndarray:
    return right_global(inputs)[:, None, None]
