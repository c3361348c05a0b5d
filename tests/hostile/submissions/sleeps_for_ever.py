"""Sleeps, which takes no CPU time.

Verdict: timeout
"""

import time


def dense(inputs, kernel, bias):
    time.sleep(10**6)
