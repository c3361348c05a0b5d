"""a gradient that goes in full to each of several equal winners.

A mask of "equal to the maximum" has several ones where pieces tie, so more gradient comes back than went in. Give it
to the first, or share it equally. After a ReLU, ties at 0 are common.
"""

import numpy as np
from activations import maxout as right_maxout

# special value: ties


def maxout_backward(grad_outputs: np.ndarray, inputs: np.ndarray, pieces: int) -> np.ndarray:
    winners = inputs == np.repeat(right_maxout(inputs, pieces), pieces, axis=-1)
    return np.repeat(grad_outputs, pieces, axis=-1) * winners
