"""Aborts, as a failed assertion in C does.

Verdict: crash
"""

import os


def dense(inputs, kernel, bias):
    os.abort()
