"""Sends an array of pickled objects, which would run code where it is read.

Verdict: crash
"""

import io
import json
import os

import numpy as np


class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/autograder_zoo_pickle_bomb",)


def dense(inputs, kernel, bias):
    buffer = io.BytesIO()
    np.save(buffer, np.array([Bomb()], object), allow_pickle=True)
    header = json.dumps({"changed": [], "printed": 0, "seconds": 0.0, "frames": 1}).encode()
    for descriptor in range(3, 9):
        try:
            for frame in (header, buffer.getvalue()):
                os.write(descriptor, len(frame).to_bytes(8, "big") + frame)
        except OSError:
            pass
    os._exit(0)
