"""Answers right and registers an exit handler that never ends: what follows the last answer does not count.

Verdict: pass
"""

import atexit


def dense(inputs, kernel, bias):
    atexit.register(endless)
    return inputs @ kernel + bias


def endless():
    while True:
        pass
