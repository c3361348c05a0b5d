"""Fills the buffers of sockets that nobody reads.

Verdict: error
"""

import socket


def dense(inputs, kernel, bias):
    pairs = []
    while True:
        pair = socket.socketpair()
        pair[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**26)
        pair[0].setblocking(False)
        pair[0].send(bytes(2**20))
        pairs.append(pair)
