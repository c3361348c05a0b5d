"""gradients and grad_outputs itself divided by the batch size.

There are two mistakes here. The loss divides, not the layer. And `/=` writes into the caller's array, so whatever
uses grad_outputs next, such as another branch of the network, gets changed numbers.
"""

import numpy as np
from dense import dense_backward as right

# docs/mistakes.md: F8 and B21


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_outputs /= len(grad_outputs)
    return right(grad_outputs, inputs, kernel, bias)
