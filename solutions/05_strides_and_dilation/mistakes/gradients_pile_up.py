"""gradients of this call plus those of earlier calls.

You add to an array that outlives the call: one made outside the function, or as a default argument. The result may
depend only on the arguments. Adding up gradients of several calls is the caller's job.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d_backward as right_backward

# docs/mistakes.md: B16

Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


TOTALS: dict[tuple[int, ...], list[np.ndarray]] = {}


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any
) -> Gradients:
    grad_inputs, *gradients = right_backward(grad_outputs, inputs, kernel, bias, **options)
    key = (*inputs.shape, *kernel.shape, *grad_outputs.shape)
    totals = TOTALS.setdefault(key, [np.zeros_like(gradient) for gradient in gradients])
    for total, gradient in zip(totals, gradients, strict=True):
        total += gradient
    return grad_inputs, totals[0].copy(), totals[1].copy()
