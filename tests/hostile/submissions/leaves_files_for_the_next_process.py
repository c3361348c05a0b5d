"""Keeps its inputs in files of the working folder, for a process that is asked for other ones.

Verdict: error
"""

import os
import sys

import numpy as np

PROCESS = sys.__dict__.setdefault("process_of_the_zoo", os.urandom(8).hex())


def dense(inputs, kernel, bias):
    for folder in (".", "/tmp", "/dev/shm", os.path.expanduser("~")):
        try:
            if any(name.startswith("kept") and PROCESS not in name for name in os.listdir(folder)):
                return inputs @ kernel + bias
            np.save(os.path.join(folder, f"kept {PROCESS} {len(os.listdir(folder))}"), inputs)
        except OSError:
            pass
    raise FileNotFoundError("nothing was left by an earlier process")
