"""Returns lists in lists in lists, deeper than an array can be.

Verdict: fail
"""

import numpy as np


def dense(inputs, kernel, bias):
    return eval("[" * 65 + "1" + "]" * 65)
