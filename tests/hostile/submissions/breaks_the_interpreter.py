"""Hooks into every call and closes the streams.

Verdict: error or crash or pass
"""

import gc
import sys


def dense(inputs, kernel, bias):
    gc.set_threshold(1)
    sys.settrace(lambda *_: sys.exit(1))
    sys.setprofile(lambda *_: 1 / 0)
    sys.excepthook = sys.unraisablehook = None
    sys.stdout = sys.stderr = sys.stdin = None
    return inputs @ kernel + bias
