"""Claims a forbidden call whose name is a hidden input, in a record of its own making.

Verdict: crash
"""

import json
import os
import sys

frame = sys._getframe()
while "task" not in frame.f_locals:
    frame = frame.f_back
calls = frame.f_locals["task"].calls
hidden = repr([array.tolist() for call in calls[1:-1] for array in call.arrays])[:99]
header = json.dumps(
    {
        "defined": True,
        "forbidden": {"type": hidden, "message": "", "line": 1},
        "printed": 0,
        "arrays": [],
    }
)
lengths = (8 + len(header)).to_bytes(8, "big") + len(header).to_bytes(8, "big")
for descriptor in range(3, 9):
    try:
        os.write(descriptor, lengths + header.encode())
    except OSError:
        pass
os._exit(0)
