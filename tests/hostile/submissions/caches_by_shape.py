"""Computes once for each shape, and returns the same answer ever after.

Verdict: fail
"""

cache = {}


def dense(inputs, kernel, bias):
    key = inputs.shape, kernel.shape
    if key not in cache:
        cache[key] = inputs @ kernel + bias
    return cache[key]
