"""the first bias given to all filters.

There is one bias for each filter or unit, but NumPy silently broadcasts a single number over all of them. Check the
shape of what you add.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import dense_as_conv2d as right_dense
from strides_and_dilation import pointwise_conv2d as right_pointwise

# docs/mistakes.md: C10


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any) -> np.ndarray:
    return right_conv2d(inputs, kernel, np.full_like(bias, bias[0]), **options)


def pointwise_conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_pointwise(inputs, kernel, np.full_like(bias, bias[0]))


def dense_as_conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_dense(inputs, kernel, np.full_like(bias, bias[0]))
