"""a result whose width is computed from the kernel's height.

The kernel is applied correctly, but each row has too few or too many windows: the image's width and the kernel's
width give the width of the result.
"""

import numpy as np

# docs/mistakes.md: N8


def around(kernel: np.ndarray, padding: str) -> list[tuple[int, int]]:
    """The right padding (before, after) of height and width."""
    return [((size - 1) // 2, size // 2) if padding == "same" else (0, 0) for size in kernel.shape[:2]]


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    padded = np.pad(inputs, [(0, 0), *around(kernel, padding), (0, 0)])
    kernel_height, kernel_width = kernel.shape[:2]
    out_height = padded.shape[1] - kernel_height + 1
    out_width = padded.shape[2] - kernel_height + 1
    outputs = np.zeros((len(inputs), out_height, out_width, len(bias)), inputs.dtype)
    for number, row, column, filter_number in np.ndindex(len(inputs), out_height, out_width, len(bias)):
        window = padded[number, row : row + kernel_height, column : column + kernel_width, :]
        total = np.sum(window * kernel[:, :, :, filter_number])
        outputs[number, row, column, filter_number] = total + bias[filter_number]
    return outputs
