"""Damages the module, NumPy and the random numbers for the next student.

Verdict: pass
"""

import random
import sys

import numpy as np


def dense(inputs, kernel, bias):
    answer = inputs @ kernel + bias
    np.seterr(all="raise")
    np.random.seed(0)
    np.set_printoptions(precision=0, threshold=0)
    random.seed(0)
    np.float32.__module__, np.matmul.__doc__
    np.matmul = np.add = np.ndarray = None
    sys.path.clear()
    sys.meta_path.clear()
    return answer
