"""gradients of the plain sum of all outputs, as if grad_outputs were all ones.

Other layers and the loss follow, and grad_outputs is what they have to say about each output. By the chain rule every
derivative in here is multiplied by it before anything is added up. See where it enters your code.
"""

import numpy as np
from dense import dense_backward as right

# docs/mistakes.md: B18


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return right(np.ones_like(grad_outputs), inputs, kernel, bias)
