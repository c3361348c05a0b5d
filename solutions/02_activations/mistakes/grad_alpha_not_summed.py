"""a gradient of alpha with one number for each input.

A whole channel shares one slope: all rows, all pixels. Changing it changes all of their outputs, so it receives all
their gradients. How do several contributions to one number combine?
"""

import numpy as np
from activations import prelu_backward as right_prelu_backward


def prelu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    grad_inputs, _ = right_prelu_backward(grad_outputs, inputs, alpha)
    below = np.minimum(inputs, 0) * grad_outputs
    return grad_inputs, below
