"""the first channel alone, as if the others were black.

A filter goes through the full depth of its input: it has a weight of its own for each channel, and one output sums
over all of them. See which index stays at 0.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import pointwise_conv2d as right_pointwise

# docs/mistakes.md: C23


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any) -> np.ndarray:
    return right_conv2d(inputs[..., :1], kernel[:, :, :1], bias, **options)


def pointwise_conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_pointwise(inputs[..., :1], kernel[:, :, :1], bias)
