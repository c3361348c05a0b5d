"""Sends an array of pickled objects, which would run code where it is read.

Verdict: crash
"""

import json
import os
import pickle

import numpy as np


class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/autograder_zoo_pickle_bomb",)


def dense(inputs, kernel, bias):
    array = pickle.dumps(np.array([Bomb()], object))
    header = {"changed": [], "printed": 0, "arrays": ["|O 1"]}
    head = json.dumps(header).encode()
    for descriptor in range(3, 9):
        try:
            os.write(descriptor, framed(head, array))
        except OSError:
            pass
    os._exit(0)


def framed(head, body=b""):
    lengths = 8 + len(head) + len(body), len(head)
    return b"".join(each.to_bytes(8, "big") for each in lengths) + head + body
