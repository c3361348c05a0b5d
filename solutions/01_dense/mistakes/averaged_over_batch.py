"""gradients of kernel and bias divided by the batch size.

If the loss averages over the batch, its gradient already contains that division. Dividing again here slows training,
more so with larger batches. A layer only sums the gradients of its parameters.
"""

import numpy as np
from dense import dense_backward as right

# docs/mistakes.md: F8 and B20


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right(grad_outputs, inputs, kernel, bias)
    return grad_inputs, grad_kernel / len(inputs), grad_bias / len(inputs)
