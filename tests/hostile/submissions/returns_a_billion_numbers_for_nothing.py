"""Returns 10^18 elements with stride 0, which take eight bytes here and all memory when copied.

Verdict: fail
"""

import numpy as np


def dense(inputs, kernel, bias):
    return np.broadcast_to(np.float64(1), (10**9, 10**9))
