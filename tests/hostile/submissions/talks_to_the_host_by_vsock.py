"""Opens a socket to the hypervisor, which network namespaces do not cover.

Verdict: error
"""

import socket


def dense(inputs, kernel, bias):
    socket.socket(40, socket.SOCK_STREAM)
    return inputs @ kernel + bias
