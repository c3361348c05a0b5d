"""a sum without its last product, as from a loop over range(n - 1).

range(n) already stops before n, so subtracting 1 leaves out the last feature (or the last unit, or the last row of the
batch). Loop over range(n).
"""

import numpy as np


def dense(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return inputs[..., :-1] @ kernel[:-1] + bias


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows, errors = inputs.reshape(-1, inputs.shape[-1])[:-1], grad_outputs.reshape(-1, bias.size)[:-1]
    return grad_outputs[..., :-1] @ kernel[:, :-1].T, rows.T @ errors, errors.sum(axis=0)
