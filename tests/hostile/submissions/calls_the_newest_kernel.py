"""Makes system calls so new that neither the filter nor, perhaps, its library knows them.

Verdict: fail
"""

import ctypes
import errno

NEWEST = range(457, 512)  # from statmount on


def dense(inputs, kernel, bias):
    libc = ctypes.CDLL(None, use_errno=True)
    known = []
    for number in NEWEST:
        libc.syscall(number, *map(ctypes.c_long, 6 * [-1]))
        known += [number] * (ctypes.get_errno() not in (errno.ENOSYS, errno.EPERM))
    return inputs @ kernel + bias * (len(known) > 0)
