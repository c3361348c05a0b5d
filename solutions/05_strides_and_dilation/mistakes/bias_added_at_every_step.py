"""a bias that was added once for each cell of the kernel.

The bias joins the sum once, after all kernel cells have had their say. With a kernel of 3 x 3 you have added it nine
times: see what is inside the loop and what belongs before or behind it.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any) -> np.ndarray:
    return right_conv2d(inputs, kernel, bias * (kernel.shape[0] * kernel.shape[1]), **options)
