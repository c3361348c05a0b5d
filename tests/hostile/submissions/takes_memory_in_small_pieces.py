"""Takes memory in pieces of 64 KiB, each one harmless.

Verdict: memory or timeout
"""


def dense(inputs, kernel, bias):
    pieces = []
    while True:
        pieces.append(bytearray(2**16))
