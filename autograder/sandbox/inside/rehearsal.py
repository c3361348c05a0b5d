"""Do all that a worker does once, with a file of our own, before a request arrives.

A fork shares its server's memory, and the kernel copies a page when it is first written to, if only
to count a reference. After a rehearsal, most of these copies exist. It takes place while the grader
reads the answers of the previous process.

The server rehearses as well, before it forks: Python replaces code that has run several times with
faster code, which all forks then share.
"""

import linecache
import os
import sys

import numpy as np

from . import worker
from .packing import pack

MODULE = "rehearsed"
SOURCE = b'''import numpy as np


def both(inputs, kernel, *, units=1):
    """Return two arrays."""
    return inputs @ kernel, inputs.sum(axis=0) + np.zeros(units)
'''
SQUARE = np.ones((2, 2), np.float32)
REQUEST = b"".join(
    (
        pack(
            {"module": MODULE, "filename": f"{MODULE}.py", "groups": 1, "sealed": False},
            [np.frombuffer(SOURCE, np.uint8)],
        ),
        pack({"packages": ["numpy"], "off_limits": [], "seconds": 1.0, "tasks": 1}),
        pack(
            {
                "name": "both",
                "parts": 2,
                "uses": ["both"],
                "steps": "",
                "calls": [("{'units': 2}", 2)] * 2,
            },
            [SQUARE] * 4,
        ),
    )
)


def rehearse() -> None:
    """Run REQUEST without limits, discard its results, and forget the module."""
    worker.hide_the_grader()
    worker.set_environment()
    nothing = os.open(os.devnull, os.O_WRONLY)
    worker.run(REQUEST, nothing, lambda *_: None)
    os.close(nothing)
    sys.modules.pop(MODULE, None)
    linecache.cache.pop(f"{MODULE}.py", None)
