"""the first channel alone, as if the others were black.

A filter spans the full depth of its input, with separate weights for each channel, and an output sums over all
channels. Check which index stays at 0.
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
