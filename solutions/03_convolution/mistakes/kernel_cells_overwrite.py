"""the gradient of each pixel from the last kernel cell that met it.

As the kernel moves, several of its cells meet a pixel, each for another output. Contributions to the same number add
up; an assignment keeps only the last.
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
    out_height, out_width = grad_outputs.shape[1:3]
    grad_padded = np.zeros((len(inputs), height + kernel_height, width + kernel_width, inputs.shape[3]), inputs.dtype)
    for row, column in np.ndindex(kernel.shape[:2]):
        spread = grad_outputs @ kernel[row, column].T  # batch out_height out_width channels
        grad_padded[:, row : row + out_height, column : column + out_width] = spread
    return grad_padded[:, top : top + height, left : left + width], grad_kernel, grad_bias
