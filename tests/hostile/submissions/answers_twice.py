"""Sends an answer of its own before the one it returns: the first one counts, and it is wrong.

Verdict: fail
"""

import json
import os


def dense(inputs, kernel, bias):
    shape = [len(inputs), len(bias)]
    header = {"changed": [], "printed": 0, "seconds": 0.0, "arrays": [["<f4", shape]]}
    head = json.dumps(header).encode()
    record = len(head).to_bytes(8, "big") + head + bytes(4 * shape[0] * shape[1])
    for descriptor in range(3, 9):
        try:
            os.write(descriptor, record)
        except OSError:
            pass
    return inputs @ kernel + bias
