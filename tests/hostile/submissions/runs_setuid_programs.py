"""Runs setuid programs, and asks to be root.

Verdict: error
"""

import os


def dense(inputs, kernel, bias):
    for name in ("su", "sudo", "mount", "passwd", "ping", "bwrap", "sh"):
        for folder in ("/bin", "/usr/bin", "/sbin", "/usr/sbin", "/usr/local/bin"):
            if os.path.exists(f"{folder}/{name}"):
                os.execv(f"{folder}/{name}", [name])
    os.setuid(0)
    return inputs @ kernel + bias
