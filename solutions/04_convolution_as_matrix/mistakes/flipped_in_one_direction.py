"""a kernel flipped upside down, but not left to right.

Rotating by 180 degrees reverses both directions in the image. A kernel with one column hides this; one with one row
shows it.
"""

import numpy as np
from convolution_as_matrix import grad_inputs_by_convolution as right_grad_inputs


def grad_inputs_by_convolution(grad_outputs: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return right_grad_inputs(grad_outputs, kernel[:, ::-1])
