"""gradients of an average over the height alone.

The map has height times width pixels, and all their shares add up to the upstream gradient. Add up yours and compare.
"""

import numpy as np
from pooling import global_average_pool2d_backward as right_global_backward

# docs/mistakes.md: P13


def global_average_pool2d_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return right_global_backward(grad_outputs, inputs) * np.asarray(inputs.shape[2], inputs.dtype)
