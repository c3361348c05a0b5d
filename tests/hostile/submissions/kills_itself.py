"""Sends itself signals that no process survives.

Verdict: crash
"""

import os
import signal


def dense(inputs, kernel, bias):
    os.kill(os.getpid(), signal.SIGKILL)
    signal.raise_signal(signal.SIGFPE)
