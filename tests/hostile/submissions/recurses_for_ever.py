"""Calls itself without end.

Verdict: error
"""


def dense(inputs, kernel, bias):
    return dense(inputs, kernel, bias)
