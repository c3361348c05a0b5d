"""a result the size of grad_outputs, from "same" padding.

The image, and so its gradient, is larger than the outputs by kernel size - 1. The kernel must meet the errors
wherever the two overlap at all: how many zeros does that need on each side?
"""

import numpy as np

# docs/mistakes.md: B7


def correlated(grad_outputs: np.ndarray, kernel: np.ndarray, borders: list[tuple[int, int]]) -> np.ndarray:
    """The errors, so much padded, correlated with the kernel turned round."""
    errors = np.pad(grad_outputs, [(0, 0), *borders, (0, 0)])
    windows = np.lib.stride_tricks.sliding_window_view(errors, kernel.shape[:2], axis=(1, 2))
    return np.einsum("bhwfij,ijcf->bhwc", windows, kernel[::-1, ::-1])


def grad_inputs_by_convolution(grad_outputs: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return correlated(grad_outputs, kernel, [((size - 1) // 2, size // 2) for size in kernel.shape[:2]])
