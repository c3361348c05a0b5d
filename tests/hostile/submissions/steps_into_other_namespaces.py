"""Opens a handle of its process, as the first step into other processes' namespaces.

Verdict: error
"""

import ctypes
import platform


def dense(inputs, kernel, bias):
    number = {"x86_64": 434, "aarch64": 434}[platform.machine()]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, 1, 0) < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return inputs @ kernel + bias
