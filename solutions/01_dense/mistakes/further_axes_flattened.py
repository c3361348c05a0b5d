"""everything after the batch axis flattened into one row.

Flatten only when a whole image enters a dense layer. This layer connects the last axis alone: each position between
batch and features is a separate row, and all rows share one kernel. Merge rows if you like, but not features.
"""

import numpy as np
from dense import dense as right
from dense import dense_backward as right_backward

# special value: further axes


def dense(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return right(inputs.reshape(len(inputs), -1), kernel, bias)


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, _, _ = right_backward(grad_outputs, inputs, kernel, bias)
    rows, errors = inputs.reshape(len(inputs), -1), grad_outputs.reshape(len(inputs), -1)
    return grad_inputs, rows.T @ errors, errors.sum(axis=0)
