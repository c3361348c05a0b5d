"""a gradient of alpha that is a mean instead of a sum.

Every use of the slope adds its full share to the gradient. If the loss averages over the batch, grad_outputs already
contains that division; dividing again slows the slope's learning.
"""

import numpy as np
from activations import prelu_backward as right_prelu_backward


def prelu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    grad_inputs, _ = right_prelu_backward(grad_outputs, inputs, alpha)
    below = np.minimum(inputs, 0) * grad_outputs
    return grad_inputs, below.reshape(-1, alpha.size).mean(axis=0)
