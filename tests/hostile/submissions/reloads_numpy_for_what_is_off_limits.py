"""Loads a module of NumPy again, to find the forbidden call whole.

Verdict: forbidden
"""

import importlib
import sys


def dense(inputs, kernel, bias):
    again = importlib.reload(sys.modules["numpy._core.einsumfunc"])
    return getattr(again, "ein" + "sum")("...f,fu->...u", inputs, kernel) + bias
