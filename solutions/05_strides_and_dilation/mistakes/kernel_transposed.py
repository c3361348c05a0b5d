"""a kernel with height and width swapped.

Height comes first in the kernel's shape, as rows come first in an image. Try a kernel of 1 x 3: does it look along a
row?
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d

# docs/mistakes.md: C2


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any) -> np.ndarray:
    # kernel_height kernel_width channels filters -> kernel_width kernel_height channels filters
    return right_conv2d(inputs, kernel.transpose(1, 0, 2, 3), bias, **options)
