"""Writes zeros to the results until no more are taken.

Verdict: crash
"""

import os


def dense(inputs, kernel, bias):
    while True:
        for descriptor in range(3, 9):
            try:
                os.write(descriptor, bytes(2**22))
            except OSError:
                if descriptor == 3:
                    os._exit(0)
