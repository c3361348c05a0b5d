"""an average without any axis of length 1, even if that is the batch or the channels.

squeeze() drops every such axis, even that of a single image or a single channel. Name the axes to drop.
"""

import numpy as np
from pooling import global_average_pool2d as right_average

# special value: a size of 1


def global_average_pool2d(inputs: np.ndarray) -> np.ndarray:
    return right_average(inputs).squeeze()
