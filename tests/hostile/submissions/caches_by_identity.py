"""Caches answers by the identity of objects; the dtype is the same object every time.

Verdict: fail
"""

cache = {}


def dense(inputs, kernel, bias):
    key = id(inputs.dtype), len(inputs), len(bias)
    if key not in cache:
        cache[key] = inputs @ kernel + bias
    return cache[key]
