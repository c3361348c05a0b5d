"""a gradient of alpha that sums grad_outputs without the inputs.

The output is alpha times the input, so its derivative with respect to alpha is the input. It is 1 only for a bias.
"""

import numpy as np
from activations import prelu_backward as right_prelu_backward


def prelu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    grad_inputs, _ = right_prelu_backward(grad_outputs, inputs, alpha)
    return grad_inputs, (grad_outputs * (inputs < 0)).reshape(-1, alpha.size).sum(axis=0)
