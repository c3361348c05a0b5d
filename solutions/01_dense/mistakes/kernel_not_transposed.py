"""an error sent back through the kernel as it stands, not through its transpose.

Forward, the kernel leads from features to units. On the way back the error comes from the units: which axis of the
kernel must they meet? A square kernel hides the slip from the shapes.
"""

import numpy as np
from dense import dense_backward as right

# docs/mistakes.md: F1


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _, grad_kernel, grad_bias = right(grad_outputs, inputs, kernel, bias)
    return grad_outputs @ kernel, grad_kernel, grad_bias
