"""an average without any axis of length 1, also where that is the batch or the channels.

squeeze() drops every such axis: one image alone, or one channel alone, loses its axis, too. Name the axes to drop.
"""

import numpy as np
from pooling import global_average_pool2d as right_average

# special value: a size of 1


def global_average_pool2d(inputs: np.ndarray) -> np.ndarray:
    return right_average(inputs).squeeze()
