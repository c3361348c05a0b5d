"""Raises the recursion limit and recurses in C until the stack is over.

Verdict: crash
"""

import sys


def dense(inputs, kernel, bias):
    sys.setrecursionlimit(10**9)
    nested = ()
    for _ in range(10**6):
        nested = (nested,)
    return hash(nested)
