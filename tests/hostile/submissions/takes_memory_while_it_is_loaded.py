"""Takes all memory before any function is called.

Verdict: error or timeout
"""

pieces = []
while True:
    pieces.append(bytearray(2**20))


def dense(inputs, kernel, bias):
    return inputs @ kernel + bias
