"""grad_kernel from windows of the unpadded images.

Forward, with padding, the first window may start in the zeros. Backward, the weights must be paired with the windows
they saw, zeros included, so pad the inputs here too.
"""

import numpy as np
from convolution import conv2d_backward as right_backward

# docs/mistakes.md: C11


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, _, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, padding)
    if padding == "same":
        inputs = np.pad(inputs, [(0, 0), *[(0, size - 1) for size in kernel.shape[:2]], (0, 0)])
    return grad_inputs, right_backward(grad_outputs, inputs, kernel, bias, "valid")[1], grad_bias
