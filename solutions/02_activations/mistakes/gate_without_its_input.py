"""the sigmoid alone, without the input it is multiplied by.

The sigmoid is the gate: it sets how much of the input passes. Multiply by the input. For large inputs swish is x, not
1.
"""

import numpy as np
from activations import sigmoid as right_sigmoid
from activations import sigmoid_backward as right_sigmoid_backward


def swish(inputs: np.ndarray) -> np.ndarray:
    return right_sigmoid(inputs)


def swish_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return right_sigmoid_backward(grad_outputs, inputs)
