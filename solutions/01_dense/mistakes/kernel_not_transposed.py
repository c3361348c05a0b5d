"""an error sent back through the kernel itself, not its transpose.

Forward, the kernel maps features to units. Backward, the errors come from the units: which axis of the kernel must
they meet? With a square kernel the shapes do not show the mistake.
"""

import numpy as np
from dense import dense_backward as right

# docs/mistakes.md: F1


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _, grad_kernel, grad_bias = right(grad_outputs, inputs, kernel, bias)
    return grad_outputs @ kernel, grad_kernel, grad_bias
