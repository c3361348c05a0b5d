"""Uses a wait that all processes share: by who has to wait, one bit passes to the next student's code.

Verdict: error
"""

import contextlib


def dense(inputs, kernel, bias):
    with contextlib.suppress(BlockingIOError), open("/proc/self/autogroup", "w") as file:
        file.write("0")
    return inputs @ kernel + bias
