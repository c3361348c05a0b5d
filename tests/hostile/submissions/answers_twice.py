"""Sends an answer of its own before the one it returns: the first one counts, and it is wrong.

Verdict: fail
"""

import json
import os


def dense(inputs, kernel, bias):
    rows, columns = len(inputs), len(bias)
    header = {"changed": [], "printed": 0, "arrays": [f"<f4 {rows} {columns}"]}
    record = framed(json.dumps(header).encode(), bytes(4 * rows * columns))
    for descriptor in range(3, 9):
        try:
            os.write(descriptor, record)
        except OSError:
            pass
    return inputs @ kernel + bias


def framed(head, body=b""):
    lengths = 8 + len(head) + len(body), len(head)
    return b"".join(each.to_bytes(8, "big") for each in lengths) + head + body
