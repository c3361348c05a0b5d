"""Asks to run before all other processes.

Verdict: error
"""

import os


def dense(inputs, kernel, bias):
    os.nice(-20)
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))
    return inputs @ kernel + bias
