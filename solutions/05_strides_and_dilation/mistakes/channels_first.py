"""an image flattened channel by channel.

Libraries with the channels before height and width do that. Here they come last, so the numbers of one pixel are side
by side: reshape the image as it is, without moving an axis.
"""

import numpy as np
from strides_and_dilation import dense_as_conv2d as right_dense


def dense_as_conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_dense(inputs.transpose(0, 3, 1, 2), kernel, bias)  # batch height width channels -> batch channels ...
