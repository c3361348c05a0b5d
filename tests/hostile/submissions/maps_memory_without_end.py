"""Maps shared memory, which is not on the heap.

Verdict: error
"""

import mmap


def dense(inputs, kernel, bias):
    pieces = []
    while True:
        pieces.append(mmap.mmap(-1, 2**26))
        pieces[-1].write(bytes(2**20))
