"""a bias added to every product, once for each kernel cell and channel.

np.sum(window * weights + bias) adds the bias inside the sum. Add it once, after the sum: check your brackets.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import pointwise_conv2d as right_pointwise

# docs/mistakes.md: N9


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any) -> np.ndarray:
    return right_conv2d(inputs, kernel, bias * (kernel.size // len(bias)), **options)


def pointwise_conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right_pointwise(inputs, kernel, bias * (kernel.size // len(bias)))
