"""Never ends.

Verdict: timeout
"""


def dense(inputs, kernel, bias):
    while True:
        pass
