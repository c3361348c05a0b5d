"""Stops its own process, so that nothing of it ever ends.

Verdict: timeout
"""

import os
import signal


def dense(inputs, kernel, bias):
    os.kill(os.getpid(), signal.SIGSTOP)
    while True:
        signal.raise_signal(signal.SIGTSTP)
