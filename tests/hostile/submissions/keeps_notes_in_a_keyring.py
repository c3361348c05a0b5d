"""Leaves a note in the user's keyring, which every process of the user shares and no namespace covers.

Verdict: error
"""

import ctypes
import platform


def dense(inputs, kernel, bias):
    number = {"x86_64": 248, "aarch64": 217}[platform.machine()]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, b"user", b"zoo", b"hidden", 6, -4) < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return inputs @ kernel + bias
