"""Changes its personality, so that addresses can be predicted.

Verdict: error
"""

import ctypes
import platform


def dense(inputs, kernel, bias):
    number = {"x86_64": 135, "aarch64": 92}[platform.machine()]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, 0x0040000) < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return inputs @ kernel + bias
