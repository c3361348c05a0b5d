"""a gradient of alpha that is a mean where a sum is asked for.

Every use of the slope adds its full share to the gradient. If the loss is an average over the batch, grad_outputs
carries that division already; dividing again makes the slope learn more slowly the larger the batch is.
"""

import numpy as np
from activations import prelu_backward as right_prelu_backward


def prelu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    grad_inputs, _ = right_prelu_backward(grad_outputs, inputs, alpha)
    below = np.minimum(inputs, 0) * grad_outputs
    return grad_inputs, below.reshape(-1, alpha.size).mean(axis=0)
