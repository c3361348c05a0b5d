"""no bias where the window crosses the border.

With zero padding the border is like any other place: missing pixels count as 0, and the bias is added as in the
middle. Look for a branch that treats incomplete windows differently.
"""

import numpy as np
from convolution import conv2d as right_conv2d

# docs/mistakes.md: C10


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    outputs = right_conv2d(inputs, kernel, np.zeros_like(bias), padding)
    inside = (
        right_conv2d(np.ones_like(inputs), np.ones_like(kernel), np.zeros_like(bias), padding) == kernel[..., 0].size
    )
    return outputs + inside * bias
