"""Reads the hidden request before the worker does, and sends it as the answers to the public cases.

Its public answers are right at first, so that there is such a request.

Verdict: fail
"""

import json
import os
import sys

import numpy as np

write = os.write


def dense(inputs, kernel, bias):
    os.write = write_and_take
    return inputs @ kernel + bias if len(inputs) == 2 else inputs @ kernel


def write_and_take(descriptor, data):
    written = write(descriptor, data)
    if data == b"!":
        pieces = []
        while piece := os.read(descriptor + 1, 65536):
            pieces.append(piece)
        millionths = [each * 1e6 // 1 for each in numbers_in(b"".join(pieces)) if 0.1 < each < 1]
        overwrite(millionths)
    return written


def numbers_in(request):
    packing = sys.modules["autograder.sandbox.inside.packing"]
    reader = packing.Reader(request)
    try:
        while True:
            for array in reader.record()[1]:
                yield from array.ravel()
    except packing.Malformed:
        pass


def overwrite(numbers):
    begun = {"defined": True, "loading": None, "forbidden": None, "printed": 0, "arrays": []}
    answer = {"changed": [], "printed": 0, "arrays": ["<f4 2 2"]}
    four = np.array(numbers[:4], np.float32).tobytes()
    last = {"overwritten": [], "seconds": 0.0, "printed": 0, "arrays": []}
    record = pack(begun) + 2 * pack(answer, four) + pack(last)
    print(numbers)
    for descriptor in range(5, 9):
        try:
            os.pwrite(descriptor, record, 0)
        except OSError:
            pass


def pack(header, body=b""):
    head = json.dumps(header).encode()
    lengths = 8 + len(head) + len(body), len(head)
    return b"".join(each.to_bytes(8, "big") for each in lengths) + head + body
