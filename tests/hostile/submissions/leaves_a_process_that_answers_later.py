"""Forks a process that would answer when the time is over.

Verdict: error
"""

import os
import time


def dense(inputs, kernel, bias):
    if os.fork() == 0:
        time.sleep(3)
        os.write(3, b"a better answer")
        os._exit(0)
    return inputs @ kernel + bias
