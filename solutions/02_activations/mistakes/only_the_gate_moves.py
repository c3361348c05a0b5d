"""a gradient through the gate alone.

The input occurs twice in x sigmoid(x): it moves the gate, and it passes through. The product rule has two terms; the
first is missing. What is the slope for an input of 1000, where the gate is open?
"""

import numpy as np
from activations import sigmoid_backward as right_sigmoid_backward


def swish_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return right_sigmoid_backward(grad_outputs, inputs) * inputs
