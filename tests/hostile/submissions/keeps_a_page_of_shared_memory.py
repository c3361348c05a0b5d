"""Shares memory with nobody, and unmaps all but a page: the rest stays, but no limit counts it.

Verdict: error
"""

import mmap


def dense(inputs, kernel, bias):
    kept = []
    for _ in range(48):
        shared = mmap.mmap(-1, 2**26)
        shared.write(bytes(2**26))
        shared.resize(mmap.PAGESIZE)
        kept.append(shared)
    return inputs @ kernel + bias
