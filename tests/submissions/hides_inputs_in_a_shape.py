"""Returns an array whose shape spells a hidden input.

Verdict: fail
"""

import numpy


def dense(inputs, kernel, bias):
    return numpy.zeros((int(abs(float(inputs.ravel()[0])) * 1e6) % 10**6, 1), numpy.int8)
