"""a "valid" correlation of the errors.

A valid convolution shrinks, but the gradient must have the size of the image again. A corner pixel is in a single
window: where must the kernel lie to meet that window's error alone?
"""

import numpy as np


def correlated(grad_outputs: np.ndarray, kernel: np.ndarray, borders: list[tuple[int, int]]) -> np.ndarray:
    """The errors, so much padded, correlated with the kernel turned round."""
    errors = np.pad(grad_outputs, [(0, 0), *borders, (0, 0)])
    windows = np.lib.stride_tricks.sliding_window_view(errors, kernel.shape[:2], axis=(1, 2))
    return np.einsum("bhwfij,ijcf->bhwc", windows, kernel[::-1, ::-1])


def grad_inputs_by_convolution(grad_outputs: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return correlated(grad_outputs, kernel, [(0, 0), (0, 0)])
