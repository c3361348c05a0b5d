"""Writes mapped memory to the disk at once, again and again, while others wait for the disk.

Verdict: fail
"""

import ctypes
import mmap

MS_SYNC = 4


def dense(inputs, kernel, bias):
    nowhere = ctypes.c_void_p(mmap.PAGESIZE)
    refused = ctypes.CDLL(None).msync(nowhere, mmap.PAGESIZE, MS_SYNC) != 0  # by the kernel
    return inputs @ kernel + bias * refused
