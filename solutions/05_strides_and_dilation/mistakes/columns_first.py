"""an image flattened column by column.

Rows come first in an image: read the first row, then the second, as NumPy's reshape does by default. Check whether
your code says order="F", or transposes.
"""

import numpy as np
from strides_and_dilation import dense_as_conv2d as right_dense


def dense_as_conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_dense(inputs.transpose(0, 2, 1, 3), kernel, bias)  # batch height width ... -> batch width height ...
