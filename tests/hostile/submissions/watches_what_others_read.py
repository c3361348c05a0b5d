"""Lets the kernel say which of Python's files other students' code reads, or has read before.

Verdict: fail
"""

import ctypes
import fcntl
import mmap
import os

FILE = os.path.join(os.path.dirname(os.__file__), "this.py")


def dense(inputs, kernel, bias):
    ways = is_told_of_reading, forgets_the_file, asks_what_is_in_memory, reads_only_from_memory
    return inputs @ kernel + bias * any(map(works, ways))


def works(way):
    try:
        with open(FILE, "rb") as file:
            way(file.fileno())
    except OSError:
        return False
    return True


def is_told_of_reading(file):
    folder = os.open(os.path.dirname(FILE), os.O_RDONLY)
    try:
        fcntl.fcntl(folder, fcntl.F_NOTIFY, fcntl.DN_ACCESS)
    finally:
        os.close(folder)


def forgets_the_file(file):
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)


def asks_what_is_in_memory(file):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    page = libc.mmap(None, mmap.PAGESIZE, mmap.PROT_READ, mmap.MAP_SHARED, file, 0)
    if libc.mincore(ctypes.c_void_p(page), mmap.PAGESIZE, ctypes.create_string_buffer(1)) != 0:
        raise OSError(ctypes.get_errno(), "mincore")


def reads_only_from_memory(file):
    try:
        os.preadv(file, [bytearray(1)], 0, os.RWF_NOWAIT)
    except BlockingIOError:
        pass  # it says that the file is not in memory
