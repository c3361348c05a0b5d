"""Makes a folder in a folder in a folder.

Verdict: error or timeout
"""

import os


def dense(inputs, kernel, bias):
    while True:
        os.mkdir("deeper")
        os.chdir("deeper")
