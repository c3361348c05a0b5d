"""Asks the kernel to kill any other process when memory runs out.

Verdict: error
"""

import os


def dense(inputs, kernel, bias):
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("-1000")
    return inputs @ kernel + bias
