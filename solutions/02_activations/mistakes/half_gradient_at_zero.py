"""half of the gradient where the input is exactly 0.

At 0 there is a kink, and any slope from 0 to 1 could be defended. TensorFlow, and this exercise, take 0: a unit that
gives nothing gets nothing. See what your code does with an input of 0.
"""

import numpy as np

# docs/mistakes.md: N11
# special value: 0


def relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return grad_outputs * (np.sign(inputs) + 1) / 2
