"""a kernel flipped along all four axes, channels and filters as well.

np.flip without axes reverses everything. Flip only height and width, which are directions in the image; channels and
filters keep their order.
"""

import numpy as np
from convolution_as_matrix import grad_inputs_by_convolution as right_grad_inputs


def grad_inputs_by_convolution(grad_outputs: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return right_grad_inputs(grad_outputs, kernel[:, :, ::-1, ::-1])
