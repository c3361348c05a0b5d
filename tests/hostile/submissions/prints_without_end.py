"""Prints until nothing more is taken.

Verdict: error
"""


def dense(inputs, kernel, bias):
    while True:
        print("x" * 2**20)
