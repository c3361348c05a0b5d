"""Asks for more time, memory, processes and files.

Verdict: error
"""

import resource


def dense(inputs, kernel, bias):
    for name in ("CPU", "AS", "NPROC", "NOFILE", "FSIZE"):
        resource.setrlimit(
            getattr(resource, f"RLIMIT_{name}"), (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        )
    return inputs @ kernel + bias
