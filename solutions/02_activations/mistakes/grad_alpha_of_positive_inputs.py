"""a gradient of alpha that includes positive inputs.

An output above 0 does not depend on alpha: change the slope a little, and that output stays the same. Which inputs
are multiplied by alpha?
"""

import numpy as np
from activations import prelu_backward as right_prelu_backward


def prelu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    grad_inputs, _ = right_prelu_backward(grad_outputs, inputs, alpha)
    return grad_inputs, (inputs * grad_outputs).reshape(-1, alpha.size).sum(axis=0)
