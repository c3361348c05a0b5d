"""Writes a frame whose length says that a terabyte follows.

Verdict: crash
"""

import os


def dense(inputs, kernel, bias):
    for descriptor in range(3, 9):
        try:
            os.write(descriptor, (2**40).to_bytes(8, "big") + b"x")
        except OSError:
            pass
    os._exit(0)
