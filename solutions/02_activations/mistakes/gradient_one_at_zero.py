"""a gradient that passes where the input is exactly 0.

At 0 there is a kink, and any slope from 0 to 1 could be defended. TensorFlow, and this exercise, take 0: a unit that
gives nothing gets nothing. After another ReLU zeros are common, so it does matter. See where equality falls.
"""

import numpy as np

# docs/mistakes.md: A3
# special value: 0


def relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return grad_outputs * (inputs >= 0)
