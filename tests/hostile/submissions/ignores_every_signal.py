"""Ignores every signal that can be ignored, and loops.

Verdict: timeout
"""

import os
import signal


def dense(inputs, kernel, bias):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        os.getpid()
