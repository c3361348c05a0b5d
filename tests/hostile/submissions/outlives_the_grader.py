"""Asks the kernel not to kill it when the process that started it is killed, and then sleeps.

Verdict: error
"""

import ctypes
import os
import time

PR_SET_PDEATHSIG = 1


def dense(inputs, kernel, bias):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    while True:
        time.sleep(1000)
