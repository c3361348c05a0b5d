"""Gives back all but a part of a huge page: the page stays whole, but only the part counts as memory.

Verdict: memory
"""

import mmap

HUGE = 2**21
MADV_HUGEPAGE = 14


def dense(inputs, kernel, bias):
    room = mmap.mmap(-1, 2 * HUGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    room.madvise(MADV_HUGEPAGE)
    room[:] = bytes(2 * HUGE)
    with open("/proc/self/smaps") as file:
        if not any(int(line.split()[1]) for line in file if line.startswith("AnonHugePages:")):
            raise MemoryError("all pages are small")
    return inputs @ kernel + bias
