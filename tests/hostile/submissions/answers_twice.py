"""Sends an answer of its own before the one it returns: the first one counts, and it is wrong.

Verdict: fail
"""

import io
import json
import numpy
import os


def dense(inputs, kernel, bias):
    buffer = io.BytesIO()
    numpy.save(buffer, numpy.zeros((len(inputs), len(bias)), numpy.float32))
    header = json.dumps({"changed": [], "printed": 0, "seconds": 0.0, "frames": 1}).encode()
    record = b"".join(
        len(frame).to_bytes(8, "big") + frame for frame in (header, buffer.getvalue())
    )
    for descriptor in range(3, 9):
        try:
            os.write(descriptor, record)
        except OSError:
            pass
    return inputs @ kernel + bias
