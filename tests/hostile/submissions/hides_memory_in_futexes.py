"""Has the kernel make a table of 128 MiB for its futexes, which counts as nobody's memory.

Verdict: error
"""

import ctypes
import os

PR_FUTEX_HASH, SET_SLOTS = 78, 1


def dense(inputs, kernel, bias):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_FUTEX_HASH, SET_SLOTS, ctypes.c_long(2**21), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return inputs @ kernel + bias
