"""Returns as much as is taken, of the wrong shape, for the grader to keep.

Verdict: fail
"""

import numpy as np


def dense(inputs, kernel, bias):
    return np.zeros(60 * 2**20 // 6, np.uint8)
