"""Asks for 32 GiB, to fill them.

Verdict: memory
"""

import numpy


def dense(inputs, kernel, bias):
    return numpy.ones(2**32)
