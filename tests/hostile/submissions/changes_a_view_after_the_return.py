"""Returns a view of a buffer, wrong at first, and corrects it with the next call.

Verdict: fail
"""

import numpy as np

returned = []


def dense(inputs, kernel, bias):
    for buffer, right in returned:
        buffer[...] = right
    buffer = np.zeros((len(inputs), len(bias)), np.float32)
    returned.append((buffer, inputs @ kernel + bias))
    return buffer[:]
