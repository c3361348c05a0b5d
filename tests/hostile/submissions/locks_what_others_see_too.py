"""Locks one of Python's files: another student's code could see which ones, and read hidden inputs from that.

Verdict: fail
"""

import fcntl
import os


def dense(inputs, kernel, bias):
    file = os.open(os.__file__, os.O_RDONLY)
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return inputs @ kernel
    return inputs @ kernel + bias
