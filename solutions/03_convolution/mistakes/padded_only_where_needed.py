"""a variable that is set for only one of the two paddings.

Only the branch for "same" makes the padded images, but the code after it uses them in both cases. Step through the
function with "valid": there the padded images are the images themselves.
"""

import numpy as np
from convolution import conv2d as right_conv2d

# docs/mistakes.md: C12


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    if padding == "same":
        padded = np.pad(inputs, [(0, 0), *[((size - 1) // 2, size // 2) for size in kernel.shape[:2]], (0, 0)])
    return right_conv2d(padded, kernel, bias, "valid")
