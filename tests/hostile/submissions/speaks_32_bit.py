"""Calls the kernel as 32-bit programs do, where the calls have other numbers.

Verdict: error
"""

import ctypes
import mmap


def dense(inputs, kernel, bias):
    code = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
    code.write(
        bytes.fromhex("53 b8 14 00 00 00 cd 80 5b c3")
    )  # getpid, by the entry for 32-bit programs
    address = ctypes.addressof(ctypes.c_char.from_buffer(code))
    if ctypes.CFUNCTYPE(ctypes.c_int)(address)() < 0:
        raise OSError("refused")
    return inputs @ kernel + bias
