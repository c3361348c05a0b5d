"""Looks for keys in the keyring of the user who grades.

Verdict: error
"""

import ctypes
import platform


def dense(inputs, kernel, bias):
    number = {"x86_64": 250, "aarch64": 219}[platform.machine()]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, 0, -4, 1) < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return inputs @ kernel + bias
