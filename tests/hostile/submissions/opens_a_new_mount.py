"""Mounts with the new system calls, which old filters do not know.

Verdict: error
"""

import ctypes
import platform


def dense(inputs, kernel, bias):
    number = {"x86_64": 430, "aarch64": 430}[platform.machine()]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, b"tmpfs", 0) < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return inputs @ kernel + bias
