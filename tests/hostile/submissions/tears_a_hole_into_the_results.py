"""Empties the file of results and continues far beyond its end.

Verdict: crash
"""

import os


def dense(inputs, kernel, bias):
    for descriptor in range(3, 9):
        try:
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 2**26, os.SEEK_SET)
        except OSError:
            pass
    return inputs @ kernel + bias
