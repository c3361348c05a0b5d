"""Opens a file so that each write waits for the disk, as it can open the results where a user grades.

Verdict: error
"""

import os


def dense(inputs, kernel, bias):
    os.close(os.open("written", os.O_WRONLY | os.O_CREAT | os.O_SYNC))
    return inputs @ kernel + bias
