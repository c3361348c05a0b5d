"""the gradient of this call plus those of earlier calls.

You add to an array that outlives the call: one made outside the function, or as a default argument. The result may
depend only on the arguments.
"""

from typing import Any

import numpy as np
from pooling import average_pool2d_backward as right_average_backward
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: B16


TOTALS: dict[tuple[str, tuple[int, ...]], np.ndarray] = {}


def piled(name: str, gradient: np.ndarray) -> np.ndarray:
    total = TOTALS.setdefault((name, gradient.shape), np.zeros_like(gradient))
    total += gradient
    return total.copy()


def max_pool2d_backward(grad_outputs: np.ndarray, inputs: np.ndarray, **options: Any) -> np.ndarray:
    return piled("max", right_max_backward(grad_outputs, inputs, **options))


def average_pool2d_backward(grad_outputs: np.ndarray, inputs: np.ndarray, **options: Any) -> np.ndarray:
    return piled("average", right_average_backward(grad_outputs, inputs, **options))
