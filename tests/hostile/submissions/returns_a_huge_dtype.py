"""Returns one element of two gigabytes.

Verdict: memory
"""

import numpy as np


def dense(inputs, kernel, bias):
    return np.zeros(1, "V2147483647")
