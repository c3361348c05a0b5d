"""grad_inputs shifted by a pixel for even kernels.

With an even kernel, "same" adds more zeros at the bottom and right. Going back, the errors need more at the top and
left. Or compute the padded gradient and crop it where the image begins.
"""

import numpy as np
from convolution import conv2d_backward as right_backward

# docs/mistakes.md: N5


def around(kernel: np.ndarray, padding: str) -> list[tuple[int, int]]:
    """The right padding (before, after) of height and width."""
    return [((size - 1) // 2, size // 2) if padding == "same" else (0, 0) for size in kernel.shape[:2]]


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    (_, top), (_, left) = widths = around(kernel, padding)
    padded = np.pad(inputs, [(0, 0), *widths, (0, 0)])
    grad_padded, grad_kernel, grad_bias = right_backward(grad_outputs, padded, kernel, bias, "valid")
    return grad_padded[:, top : top + inputs.shape[1], left : left + inputs.shape[2]], grad_kernel, grad_bias
