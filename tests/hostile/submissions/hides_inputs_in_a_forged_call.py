"""Claims a forbidden call whose name is a hidden input, in a frame of its own making.

Verdict: crash
"""

import json
import os
import sys

frame = sys._getframe()
while "inputs" not in frame.f_locals:
    frame = frame.f_back
hidden = repr([array.tolist() for call in frame.f_locals["inputs"] for array in call][-3:])[:99]
header = json.dumps(
    {
        "found": True,
        "forbidden": {"type": hidden, "message": "", "line": 1},
        "printed": 0,
        "frames": 0,
    }
)
for descriptor in range(3, 9):
    try:
        os.write(descriptor, len(header).to_bytes(8, "big") + header.encode())
    except OSError:
        pass
os._exit(0)
