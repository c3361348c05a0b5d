"""Sends an answer from an exit handler.

Verdict: fail
"""

import atexit
import numpy
import os


def dense(inputs, kernel, bias):
    atexit.register(lambda: os.write(3, b"full points"))
    return numpy.zeros((len(inputs), len(bias)))
