"""the height of the outputs used as their width, too.

Height and width follow the same formula, each on its own axis: the width comes from the image's and the kernel's
width. Find where your code uses one size for both.
"""

import numpy as np

# docs/mistakes.md: C3


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    if padding == "same":
        inputs = np.pad(inputs, [(0, 0), *[((size - 1) // 2, size // 2) for size in kernel.shape[:2]], (0, 0)])
    kernel_height, kernel_width = kernel.shape[:2]
    size = inputs.shape[1] - kernel_height + 1
    outputs = np.zeros((len(inputs), size, size, len(bias)), inputs.dtype)
    for row, column in np.ndindex(size, size):
        window = inputs[:, row : row + kernel_height, column : column + kernel_width]
        outputs[:, row, column] = np.einsum("bijc,ijcf->bf", window, kernel) + bias
    return outputs


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    widths = [((size - 1) // 2, size // 2) if padding == "same" else (0, 0) for size in kernel.shape[:2]]
    padded = np.pad(inputs, [(0, 0), *widths, (0, 0)])
    grad_padded, grad_kernel = np.zeros_like(padded), np.zeros_like(kernel)
    kernel_height, kernel_width = kernel.shape[:2]
    for row, column in np.ndindex(grad_outputs.shape[1], grad_outputs.shape[1]):
        window = np.s_[:, row : row + kernel_height, column : column + kernel_width]
        error = grad_outputs[:, row, column]  # batch filters
        grad_padded[window] += np.einsum("bf,ijcf->bijc", error, kernel)
        grad_kernel += np.einsum("bijc,bf->ijcf", padded[window], error)
    (top, _), (left, _) = widths
    grad_inputs = grad_padded[:, top : top + inputs.shape[1], left : left + inputs.shape[2]]
    return grad_inputs, grad_kernel, grad_outputs.sum(axis=(0, 1, 2))
