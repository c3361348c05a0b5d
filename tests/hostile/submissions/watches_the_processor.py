"""Opens a performance counter, which reveals others' work.

Verdict: error
"""

import ctypes
import platform


def dense(inputs, kernel, bias):
    number = {"x86_64": 298, "aarch64": 241}[platform.machine()]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, (ctypes.c_uint32 * 32)(1, 128), 0, -1, -1, 0) < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return inputs @ kernel + bias
