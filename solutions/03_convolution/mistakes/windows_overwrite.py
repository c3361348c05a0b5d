"""the gradient of each pixel from its last window only.

Neighbouring windows overlap, so a pixel contributes to several outputs, and each of them sends a gradient back.
Contributions to the same number add up; an assignment keeps only the last.
"""

import numpy as np
from convolution import conv2d_backward as right_backward

# docs/mistakes.md: B6


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    (height, width), (kernel_height, kernel_width) = inputs.shape[1:3], kernel.shape[:2]
    _, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, padding)
    top, left = ((size - 1) // 2 if padding == "same" else 0 for size in kernel.shape[:2])
    grad_padded = np.zeros((len(inputs), height + kernel_height, width + kernel_width, inputs.shape[3]), inputs.dtype)
    for row, column in np.ndindex(grad_outputs.shape[1:3]):
        spread = np.einsum("bf,ijcf->bijc", grad_outputs[:, row, column], kernel)
        grad_padded[:, row : row + kernel_height, column : column + kernel_width] = spread
    return grad_padded[:, top : top + height, left : left + width], grad_kernel, grad_bias
