"""gradients of the plain sum of the outputs, as if grad_outputs were all ones.

Other layers and the loss follow, and grad_outputs says how the loss changes with each output. By the chain rule,
multiply every derivative by it before summing. Check where your code uses it.
"""

import numpy as np
from dense import dense_backward as right

# docs/mistakes.md: B18


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return right(np.ones_like(grad_outputs), inputs, kernel, bias)
