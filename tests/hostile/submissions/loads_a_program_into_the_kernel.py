"""Loads a program of its own into the kernel.

Verdict: error
"""

import ctypes
import platform


def dense(inputs, kernel, bias):
    number = {"x86_64": 321, "aarch64": 280}[platform.machine()]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, 0, (ctypes.c_uint64 * 16)(2, 4 + (8 << 32), 1), 128) < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return inputs @ kernel + bias
