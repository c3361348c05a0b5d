"""Closes every descriptor, the one for the results among them.

Verdict: crash
"""

import os


def dense(inputs, kernel, bias):
    os.closerange(0, 1024)
    return inputs @ kernel + bias
