"""Sends wrong answers to the hidden cases of the honest function in its file.

Verdict: pass, pass
"""

import json
import os
import sys

PUBLIC, HIDDEN = [[2, 3], [3, 2], [2]], [[3, 5], [5, 2], [2]]
sys.loaded = getattr(sys, "loaded", 0) + 1


def dense(inputs, kernel, bias):
    return inputs @ kernel + bias


def dense_backward(grad_outputs, inputs, kernel, bias):
    return grad_outputs @ kernel.T, inputs.T @ grad_outputs, grad_outputs.sum(axis=0)


def forge(*cases):
    send({"defined": True, "loading": None, "forbidden": None, "printed": 0, "arrays": []}, 0)
    for shapes in cases:
        arrays = [" ".join(["<f4", *map(str, shape)]) for shape in shapes]
        numbers = sum(shape[0] * shape[-1] if shape[1:] else shape[0] for shape in shapes)
        send({"changed": [], "printed": 0, "arrays": arrays}, numbers)
    send({"overwritten": [], "seconds": 0.0, "printed": 0, "arrays": []}, 0)


def send(header, numbers):
    head = json.dumps(header).encode()
    for descriptor in range(5, 16):
        try:
            os.write(descriptor, framed(head, bytes(4 * numbers)))
        except OSError:
            pass


def framed(head, body=b""):
    lengths = 8 + len(head) + len(body), len(head)
    return b"".join(each.to_bytes(8, "big") for each in lengths) + head + body


if sys.loaded == 4:
    forge(PUBLIC, *4 * [HIDDEN], PUBLIC)
