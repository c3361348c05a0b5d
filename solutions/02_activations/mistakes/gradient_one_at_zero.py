"""a gradient that passes where the input is exactly 0.

ReLU has a kink at 0, where any slope from 0 to 1 is a valid choice. TensorFlow and this exercise use 0. It matters,
because zeros are common after another ReLU. Check which branch equality takes.
"""

import numpy as np

# docs/mistakes.md: A3
# special value: 0


def relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return grad_outputs * (inputs >= 0)
