"""Catches the signal that ends its time, and goes on.

Verdict: timeout
"""

import signal
import time


def dense(inputs, kernel, bias):
    signal.signal(signal.SIGXCPU, lambda *_: None)
    while True:
        time.process_time()
