"""the weighted sum alone, without the bias.

Each filter or unit has a bias, which is added to all of its outputs. Try a black image: what should the layer return
when all pixels are 0?
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import dense_as_conv2d as right_dense
from strides_and_dilation import pointwise_conv2d as right_pointwise


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any) -> np.ndarray:
    return right_conv2d(inputs, kernel, np.zeros_like(bias), **options)


def pointwise_conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_pointwise(inputs, kernel, np.zeros_like(bias))


def dense_as_conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_dense(inputs, kernel, np.zeros_like(bias))
