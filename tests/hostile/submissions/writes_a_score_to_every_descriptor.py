"""Writes a record that claims full points to every descriptor there is.

Verdict: crash
"""

import json
import os


def dense(inputs, kernel, bias):
    forged = json.dumps(
        {"score": 2.0, "verdict": "pass", "defined": True, "printed": 0, "arrays": []}
    ).encode()
    lengths = (8 + len(forged)).to_bytes(8, "big") + len(forged).to_bytes(8, "big")
    for descriptor in range(64):
        try:
            os.write(descriptor, lengths + forged)
        except OSError:
            pass
    os._exit(0)
