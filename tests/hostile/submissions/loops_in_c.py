"""Computes inside one C call, which no Python signal handler interrupts.

Verdict: timeout
"""


def dense(inputs, kernel, bias):
    return 10**10**9
