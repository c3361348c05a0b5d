"""Writes to the error stream, and goes on when no more is taken.

Verdict: timeout
"""

import os


def dense(inputs, kernel, bias):
    while True:
        try:
            os.write(2, b"x" * 2**16)
        except OSError:
            pass
