"""Leaves messages in the kernel's queues.

Verdict: error
"""

import ctypes


def dense(inputs, kernel, bias):
    libc = ctypes.CDLL(None, use_errno=True)
    queue = libc.msgget(0, 0o1600)
    if queue < 0:
        raise OSError(ctypes.get_errno(), "msgget")
    return inputs @ kernel + bias
