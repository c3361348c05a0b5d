"""Returns records with fields instead of numbers.

Verdict: fail
"""

import numpy as np


def dense(inputs, kernel, bias):
    return np.zeros((len(inputs), len(bias)), [("score", "f8"), ("verdict", "U9")])
