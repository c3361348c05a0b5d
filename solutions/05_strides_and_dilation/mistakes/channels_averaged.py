"""the mean over the channels instead of their sum.

The correlation adds up everything the filter covers: rows, columns and channels alike. The layer does not divide: if
smaller outputs help, the weights become small.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import pointwise_conv2d as right_pointwise

# docs/mistakes.md: C23


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any) -> np.ndarray:
    return right_conv2d(inputs, kernel / np.asarray(kernel.shape[2], kernel.dtype), bias, **options)


def pointwise_conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_pointwise(inputs, kernel / np.asarray(kernel.shape[2], kernel.dtype), bias)
