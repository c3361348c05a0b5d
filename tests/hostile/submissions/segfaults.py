"""Reads at address 0.

Verdict: crash
"""

import ctypes


def dense(inputs, kernel, bias):
    return ctypes.string_at(0)
