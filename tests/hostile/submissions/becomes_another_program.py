"""Replaces itself by a program without limits of Python's.

Verdict: error
"""

import os
import sys


def dense(inputs, kernel, bias):
    os.execv(sys.executable or "/proc/self/exe", ["python", "-c", "while True: pass"])
