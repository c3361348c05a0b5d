"""Gives the machine another name.

Verdict: error
"""

import socket


def dense(inputs, kernel, bias):
    socket.sethostname("zoo")
    return inputs @ kernel + bias
