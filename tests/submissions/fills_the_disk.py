"""Writes until there is no room.

Verdict: error
"""

def dense(inputs, kernel, bias):
    with open("/tmp/full", "wb") as file:
        while True:
            file.write(bytes(2**20))
