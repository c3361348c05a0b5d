"""the first channel's alpha used for all channels.

Each channel has its own slope. NumPy silently broadcasts a single number; the array of slopes fits the last axis as
it is.
"""

import numpy as np
from activations import prelu as right_prelu
from activations import prelu_backward as right_prelu_backward


def prelu(inputs: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    return right_prelu(inputs, np.full_like(alpha, alpha[0]))


def prelu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    grad_inputs, grad_alpha = right_prelu_backward(grad_outputs, inputs, np.full_like(alpha, alpha[0]))
    return grad_inputs, grad_alpha
