"""Calls the function in C that the forbidden call is made of.

Verdict: forbidden
"""

import sys


def dense(inputs, kernel, bias):
    in_c = getattr(sys.modules["numpy._core._multiarray_umath"], "c_ein" + "sum")
    return in_c("...f,fu->...u", inputs, kernel) + bias
