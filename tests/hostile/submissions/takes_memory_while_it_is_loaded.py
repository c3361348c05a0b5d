"""Takes all memory before any function is called, in a statement that is then skipped.

Verdict: pass or memory or timeout or crash
"""

pieces = []
while True:
    pieces.append(bytearray(2**20))


def dense(inputs, kernel, bias):
    return inputs @ kernel + bias
