"""an ELU with alpha = 1, whatever the argument is.

Far below 0 the exponential vanishes: what is left, and where does alpha enter? Your function is right for alpha = 1,
so try another value.
"""

import numpy as np
from activations import elu as right_elu
from activations import elu_backward as right_elu_backward

# docs/mistakes.md: A7


def elu(inputs: np.ndarray, alpha: float) -> np.ndarray:
    return right_elu(inputs, 1.0)


def elu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: float) -> np.ndarray:
    return right_elu_backward(grad_outputs, inputs, 1.0)
