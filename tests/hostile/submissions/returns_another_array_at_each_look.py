"""Returns an object that is another array each time it is read: the first read counts.

Verdict: fail
"""

import itertools

import numpy as np

looks = itertools.count()


class Changing:
    def __init__(self, right):
        self.right = right

    def __array__(self, dtype=None, copy=None):
        return self.right if next(looks) % 2 else np.zeros_like(self.right)


def dense(inputs, kernel, bias):
    return Changing(inputs @ kernel + bias)
