"""Lowers its limits until not even the answer can be written.

Verdict: error
"""

import resource


def dense(inputs, kernel, bias):
    for name in ("FSIZE", "NOFILE", "AS"):
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (0, 0))
    return inputs @ kernel + bias
