""" "same" treated like "valid".

With padding the result is as large as the image: every pixel gets a window, at the border one that is filled up with
zeros. See whether your code ever looks at `padding`.
"""

import numpy as np
from convolution import conv2d as right_conv2d


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    if any(size > side for size, side in zip(kernel.shape[:2], inputs.shape[1:3], strict=True)):
        raise ValueError("the kernel is larger than the image")
    return right_conv2d(inputs, kernel, bias, "valid")
