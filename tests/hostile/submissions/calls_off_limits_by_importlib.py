"""Imports the forbidden call by a name made up while it runs.

Verdict: forbidden
"""

import importlib


def dense(inputs, kernel, bias):
    return (
        getattr(importlib.import_module(".".join(["numpy", "_core", "einsumfunc"])), "einsum")(
            "...f,fu->...u", inputs, kernel
        )
        + bias
    )
