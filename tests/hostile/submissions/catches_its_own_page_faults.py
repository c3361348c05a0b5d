"""Opens userfaultfd, which can stop the kernel at a bad moment.

Verdict: error
"""

import ctypes
import platform


def dense(inputs, kernel, bias):
    number = {"x86_64": 323, "aarch64": 282}[platform.machine()]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, 1) < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return inputs @ kernel + bias
