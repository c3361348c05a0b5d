"""Makes a process group of its own, and kills that.

Verdict: pass or error or crash
"""

import os


def dense(inputs, kernel, bias):
    os.setsid()
    os.kill(0, 9)
    return inputs @ kernel + bias
