"""Returns an ndarray subclass whose shape, dtype and size are inventions.

Verdict: fail
"""

import numpy as np


class Liar(np.ndarray):
    shape = property(lambda self: (10**9, 10**9))
    dtype = property(lambda self: np.dtype(object))
    nbytes = size = itemsize = property(lambda self: 0)


def dense(inputs, kernel, bias):
    return np.zeros((len(inputs), len(bias))).view(Liar)
