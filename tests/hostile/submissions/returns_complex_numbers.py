"""Returns complex numbers whose real part is wrong.

Verdict: fail
"""

import numpy as np


def dense(inputs, kernel, bias):
    return np.zeros((len(inputs), len(bias)), complex)
