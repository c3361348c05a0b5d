"""Looks for the model solution and lets it answer.

Verdict: forbidden
"""

import glob
import sys


def dense(inputs, kernel, bias):
    sys.path[:0] = [
        *glob.glob("/*/solutions/01_dense"),
        *glob.glob("/*/*/solutions/01_dense"),
        ".",
        "/home",
    ]
    import solutions.dense

    return solutions.dense.dense(inputs, kernel, bias)
