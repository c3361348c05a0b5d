"""an error sent back through a reshaped kernel, not a transposed one.

A reshape keeps the numbers in their order and only breaks the rows elsewhere. A transpose swaps the axes. Write down a
kernel of 2 x 3 and do both: which of them turns its columns into rows?
"""

import numpy as np
from dense import dense_backward as right


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _, grad_kernel, grad_bias = right(grad_outputs, inputs, kernel, bias)
    return grad_outputs @ kernel.reshape(kernel.shape[::-1]), grad_kernel, grad_bias
