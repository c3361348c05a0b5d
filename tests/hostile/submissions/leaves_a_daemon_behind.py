"""Starts a daemon, which would live on after the task.

Verdict: error
"""

import os
import sys
import time


def dense(inputs, kernel, bias):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while True:
                time.sleep(1)
        sys.exit()
    return inputs @ kernel + bias
