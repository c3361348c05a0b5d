"""a gradient of the plain sum of all outputs, as if grad_outputs were all ones.

grad_outputs says how the loss changes with each output. By the chain rule, it multiplies whatever a window passes
back to its pixels. Check where your code uses it.
"""

from typing import Any

import numpy as np
from pooling import average_pool2d_backward as right_average_backward
from pooling import global_average_pool2d_backward as right_global_backward
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: P12 and B18


def max_pool2d_backward(grad_outputs: np.ndarray, inputs: np.ndarray, **options: Any) -> np.ndarray:
    return right_max_backward(np.ones_like(grad_outputs), inputs, **options)


def average_pool2d_backward(grad_outputs: np.ndarray, inputs: np.ndarray, **options: Any) -> np.ndarray:
    return right_average_backward(np.ones_like(grad_outputs), inputs, **options)


def global_average_pool2d_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return right_global_backward(np.ones_like(grad_outputs), inputs)
