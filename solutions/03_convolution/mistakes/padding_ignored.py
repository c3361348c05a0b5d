""" "same" treated like "valid".

With padding the result is as large as the image: every pixel gets a window, filled up with zeros at the border. Check
whether your code ever reads `padding`.
"""

import numpy as np
from convolution import conv2d as right_conv2d


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    sizes = zip(inputs.shape[1:3], kernel.shape[:2], strict=True)
    np.zeros([side - size + 1 for side, size in sizes])  # raises where the kernel is larger than the image
    return right_conv2d(inputs, kernel, bias, "valid")
