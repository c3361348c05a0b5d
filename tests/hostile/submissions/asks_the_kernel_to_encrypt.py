"""Opens a socket to the kernel's ciphers, which have had vulnerabilities.

Verdict: error
"""

import socket


def dense(inputs, kernel, bias):
    socket.socket(38, socket.SOCK_SEQPACKET)
    return inputs @ kernel + bias
