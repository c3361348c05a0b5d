"""Asks to be traced, as the first step to tracing others.

Verdict: error
"""

import ctypes
import platform


def dense(inputs, kernel, bias):
    number = {"x86_64": 101, "aarch64": 117}[platform.machine()]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, 0, 0, 0, 0) < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return inputs @ kernel + bias
