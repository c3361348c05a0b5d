"""Catches the signal that ends its time and answers right, but late: by then it has been killed.

Verdict: timeout
"""

import signal
import time


def dense(inputs, kernel, bias):
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    while time.process_time() < 4:
        pass
    return inputs @ kernel + bias
