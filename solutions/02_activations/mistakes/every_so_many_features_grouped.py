"""groups of features a fixed step apart, not side by side.

A unit has `pieces` neighbours: the first unit takes the first few features, the second the next few. When you
reshape, the axis of length `pieces` must be the last. Print np.arange(6), reshaped the same way.
"""

import numpy as np
from activations import maxout as right_maxout
from activations import maxout_backward as right_maxout_backward


def maxout(inputs: np.ndarray, pieces: int) -> np.ndarray:
    units = inputs.shape[-1] // pieces
    order = np.arange(inputs.shape[-1]).reshape(pieces, units).T.ravel()
    return right_maxout(inputs[..., order], pieces)


def maxout_backward(grad_outputs: np.ndarray, inputs: np.ndarray, pieces: int) -> np.ndarray:
    units = inputs.shape[-1] // pieces
    order = np.arange(inputs.shape[-1]).reshape(pieces, units).T.ravel()
    return right_maxout_backward(grad_outputs, inputs[..., order], pieces)[..., np.argsort(order)]
