"""Calls the C function behind the forbidden call.

Verdict: forbidden
"""

import sys


def dense(inputs, kernel, bias):
    in_c = getattr(sys.modules["numpy._core._multiarray_umath"], "c_ein" + "sum")
    return in_c("...f,fu->...u", inputs, kernel) + bias
