"""the right numbers with two axes of length 1 between batch and units.

They are the height and width of the single pixel you made of each image. A dense layer's result has two axes, batch
and units; drop the others.
"""

import numpy as np
from strides_and_dilation import dense_as_conv2d as right_dense


def dense_as_conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_dense(inputs, kernel, bias)[:, None, None]
