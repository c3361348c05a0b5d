"""Raises the recursion limit and recurses in C until the stack overflows.

Verdict: crash
"""

import sys


def dense(inputs, kernel, bias):
    sys.setrecursionlimit(10**9)
    nested = ()
    for _ in range(300_000):
        nested = (nested,)
    return hash(nested)
