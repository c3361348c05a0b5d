"""gradients of this call plus those of earlier calls.

You add to an array that outlives the call: one made outside the function, or as a default argument. The result may
depend only on the arguments. Adding up gradients of several calls is the caller's job.
"""

import numpy as np
from dense import dense_backward as right

# docs/mistakes.md: B16

TOTALS: dict[tuple[int, ...], list[np.ndarray]] = {}


def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, *gradients = right(grad_outputs, inputs, kernel, bias)
    totals = TOTALS.setdefault(inputs.shape + kernel.shape, [np.zeros_like(gradient) for gradient in gradients])
    for total, gradient in zip(totals, gradients, strict=True):
        total += gradient
    return grad_inputs, totals[0].copy(), totals[1].copy()
