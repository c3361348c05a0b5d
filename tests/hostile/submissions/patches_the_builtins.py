"""Replaces builtins by ones that always agree.

Verdict: fail
"""

import builtins

import numpy as np

for name in ("all", "any", "abs", "max", "min", "sum", "round"):
    setattr(builtins, name, lambda *_, **__: True)


def dense(inputs, kernel, bias):
    return np.zeros((len(inputs), len(bias)))
