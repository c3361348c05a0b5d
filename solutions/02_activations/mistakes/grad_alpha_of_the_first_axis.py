"""a gradient of alpha summed over the first axis only.

That is enough for rows of features. An image also has height and width, and its pixels share the slope: sum over
every axis but the last.
"""

import numpy as np
from activations import prelu_backward as right_prelu_backward

# special value: further axes


def prelu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    grad_inputs, _ = right_prelu_backward(grad_outputs, inputs, alpha)
    below = np.minimum(inputs, 0) * grad_outputs
    return grad_inputs, below.sum(axis=0)
