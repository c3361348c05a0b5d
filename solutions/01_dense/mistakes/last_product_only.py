"""the last product alone, as with = instead of += in the loop.

Each pass of the loop replaces what came before, so only the last feature (or the last unit, or the last row of the
batch) counts. Start from zero and add with +=.
"""

import numpy as np


def dense(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return inputs[..., -1:] * kernel[-1] + bias


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    row, error = inputs.reshape(-1, inputs.shape[-1])[-1], grad_outputs.reshape(-1, bias.size)[-1]
    return grad_outputs[..., -1:] * kernel[:, -1], np.outer(row, error), error.copy()
