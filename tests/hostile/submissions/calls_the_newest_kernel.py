"""Makes system calls so new that the filter's library has no names for them.

Verdict: fail
"""

import ctypes
import errno

NEWEST = range(463, 512)  # from setxattrat on


def dense(inputs, kernel, bias):
    libc = ctypes.CDLL(None, use_errno=True)
    known = []
    for number in NEWEST:
        libc.syscall(number, *map(ctypes.c_long, 6 * [-1]))
        known += [number] * (ctypes.get_errno() not in (errno.ENOSYS, errno.EPERM))
    return inputs @ kernel + bias * (len(known) > 0)
