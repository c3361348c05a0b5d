"""a gradient of alpha with one number for each input.

One slope serves a whole channel: all rows, all pixels. Moving it moves all of their outputs at once, so it must hear
all their errors, and its gradient has its own shape. What becomes of several contributions to one number?
"""

import numpy as np
from activations import prelu_backward as right_prelu_backward


def prelu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    grad_inputs, _ = right_prelu_backward(grad_outputs, inputs, alpha)
    below = np.minimum(inputs, 0) * grad_outputs
    return grad_inputs, below
