"""Calls process_vm_readv, which reads the memory of any process of the same user.

Verdict: error
"""

import ctypes
import os


def dense(inputs, kernel, bias):
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(8)

    class Vector(ctypes.Structure):
        _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]

    here = Vector(ctypes.addressof(buffer), 8)
    own = ctypes.create_string_buffer(b"answers")
    there = Vector(ctypes.addressof(own), 8)
    if libc.process_vm_readv(os.getpid(), ctypes.byref(here), 1, ctypes.byref(there), 1, 0) != 8:
        raise OSError(ctypes.get_errno(), "process_vm_readv")
    return inputs @ kernel + bias
