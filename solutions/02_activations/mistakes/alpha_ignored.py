"""a tail that settles at -1 whatever alpha says.

Far below 0 the exponential vanishes: what is left, and where does alpha come in? With alpha = 1 your function is
right, so try another one.
"""

import numpy as np
from activations import elu as right_elu
from activations import elu_backward as right_elu_backward

# docs/mistakes.md: A7


def elu(inputs: np.ndarray, alpha: float) -> np.ndarray:
    return right_elu(inputs, 1.0)


def elu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: float) -> np.ndarray:
    return right_elu_backward(grad_outputs, inputs, 1.0)
