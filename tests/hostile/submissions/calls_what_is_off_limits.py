"""Calls what is off limits, under its own name.

Verdict: forbidden
"""

import numpy as np


def dense(inputs, kernel, bias):
    return np.einsum("...f,fu->...u", inputs, kernel) + bias
