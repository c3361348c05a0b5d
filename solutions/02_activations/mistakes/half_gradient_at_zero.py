"""half the gradient where the input is exactly 0.

ReLU has a kink at 0, where any slope from 0 to 1 is a valid choice. TensorFlow and this exercise use 0. Check what
your code does with an input of 0.
"""

import numpy as np

# docs/mistakes.md: N11
# special value: 0


def relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return grad_outputs * (np.sign(inputs) + 1) / 2
