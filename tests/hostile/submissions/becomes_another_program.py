"""Replaces itself by a program that is not Python.

Verdict: error
"""

import os
import sys


def dense(inputs, kernel, bias):
    os.execv(sys.executable or "/proc/self/exe", ["python", "-c", "while True: pass"])
