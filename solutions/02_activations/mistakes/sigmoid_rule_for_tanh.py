"""the slope y (1 - y) of a sigmoid, with the y of a tanh.

tanh is a sigmoid stretched to (-1, 1), so its slope differs. At 0 tanh is 0 and steepest, but y (1 - y) is 0 there.
Differentiate the quotient, or 2 sigmoid(2 x) - 1.
"""

import numpy as np
from activations import tanh as right_tanh


def tanh_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    y = right_tanh(inputs)
    return grad_outputs * y * (1 - y)
