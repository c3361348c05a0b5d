"""one gradient for all slopes, summed over the channels, too.

Each channel has its own slope, with a gradient from that channel alone. Which axis of the inputs does alpha have?
Keep it when you sum.
"""

import numpy as np
from activations import prelu_backward as right_prelu_backward


def prelu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    grad_inputs, _ = right_prelu_backward(grad_outputs, inputs, alpha)
    below = np.minimum(inputs, 0) * grad_outputs
    return grad_inputs, below.sum()
