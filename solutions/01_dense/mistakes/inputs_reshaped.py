"""a grad_kernel from reshaped inputs, not from transposed ones.

A reshape keeps the numbers in their order and only breaks the rows elsewhere. A transpose swaps the axes. Write down
inputs of 2 x 3 and do both: which of them puts the numbers of one feature into one row?
"""

import numpy as np
from dense import dense_backward as right


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, _, grad_bias = right(grad_outputs, inputs, kernel, bias)
    rows = inputs.reshape(-1, inputs.shape[-1])  # rows features
    errors = grad_outputs.reshape(-1, grad_outputs.shape[-1])  # rows units
    return grad_inputs, rows.reshape(rows.shape[::-1]) @ errors, grad_bias
