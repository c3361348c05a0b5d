"""a kernel flipped upside down, but not from left to right.

Turning by 180 degrees reverses both directions in the image. A kernel of one column would not tell; one of one row
does.
"""

import numpy as np
from convolution_as_matrix import grad_inputs_by_convolution as right_grad_inputs


def grad_inputs_by_convolution(grad_outputs: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return right_grad_inputs(grad_outputs, kernel[:, ::-1])
