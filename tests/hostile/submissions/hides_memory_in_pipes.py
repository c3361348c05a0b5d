"""Fills pipes as large as they get, as many as it gets.

Verdict: error
"""

import fcntl
import os


def dense(inputs, kernel, bias):
    pipes = []
    while True:
        end, start = os.pipe()
        fcntl.fcntl(start, fcntl.F_SETPIPE_SZ, 2**20)
        os.set_blocking(start, False)
        os.write(start, bytes(2**20))
        pipes.append((end, start))
