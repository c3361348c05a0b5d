"""Ends the process before any function is defined.

Verdict: crash
"""

import ctypes

ctypes.string_at(0)


def dense(inputs, kernel, bias):
    return inputs @ kernel + bias
