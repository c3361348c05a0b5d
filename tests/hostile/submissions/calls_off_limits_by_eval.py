"""Hides the forbidden call in a text.

Verdict: forbidden
"""

import numpy as np


def dense(inputs, kernel, bias):
    return eval("np.ein" + 'sum("...f,fu->...u", inputs, kernel) + bias')
