"""a bias added once for each cell of the kernel.

Add the bias once, outside the loop over the kernel cells. With a kernel of 3 x 3 you add it nine times: check what is
inside the loop and what belongs before or after it.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any) -> np.ndarray:
    return right_conv2d(inputs, kernel, bias * (kernel.shape[0] * kernel.shape[1]), **options)
