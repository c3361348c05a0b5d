"""Looks up a name on the network, which could contain a hidden input.

Verdict: error
"""

import socket


def dense(inputs, kernel, bias):
    socket.getaddrinfo("example.org", 80)
    return inputs @ kernel + bias
