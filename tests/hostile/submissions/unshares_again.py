"""Makes namespaces of its own, in which it would be root.

Verdict: error
"""

import ctypes


def dense(inputs, kernel, bias):
    libc = ctypes.CDLL(None, use_errno=True)
    for flag in (0x10000000, 0x00020000, 0x40000000, 0x20000000):
        if libc.unshare(flag) == 0:
            return inputs @ kernel + bias
    raise OSError(ctypes.get_errno(), "unshare")
