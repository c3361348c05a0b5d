"""Runs the source of a module of NumPy under another name, to find the forbidden call whole.

Verdict: forbidden
"""

import importlib.util
import sys


def dense(inputs, kernel, bias):
    sys.meta_path.pop(0)
    sys.meta_path.pop(0)
    place = sys.modules["numpy._core.einsumfunc"].__file__
    spec = importlib.util.spec_from_file_location("numpy._core.another", place)
    again = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(again)
    return getattr(again, "ein" + "sum")("...f,fu->...u", inputs, kernel) + bias
