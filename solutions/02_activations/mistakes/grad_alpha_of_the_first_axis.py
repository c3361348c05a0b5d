"""a gradient of alpha summed over the first axis only.

That is all there is for rows of features. An image has height and width as well, and its pixels share the slope:
everything but the last axis is summed over.
"""

import numpy as np
from activations import prelu_backward as right_prelu_backward

# special value: further axes


def prelu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    grad_inputs, _ = right_prelu_backward(grad_outputs, inputs, alpha)
    below = np.minimum(inputs, 0) * grad_outputs
    return grad_inputs, below.sum(axis=0)
