"""Takes memory that not even the kernel can see.

Verdict: error
"""

import ctypes
import platform


def dense(inputs, kernel, bias):
    number = {"x86_64": 447, "aarch64": 447}[platform.machine()]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, 0) < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return inputs @ kernel + bias
