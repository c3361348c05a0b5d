"""gradients of kernel and bias divided by the number of rows.

Where the loss is an average over the batch, its own gradient carries that division already, and dividing here again
makes training slower the larger the batch is. A layer adds up what reaches its parameters, and no more.
"""

import numpy as np
from dense import dense_backward as right

# docs/mistakes.md: F8 and B20


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel / len(inputs), grad_bias / len(inputs)
