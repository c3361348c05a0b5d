"""Installs a package that it would like to use.

Verdict: error
"""

import subprocess
import sys


def dense(inputs, kernel, bias):
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--target", "/tmp", "torch"], check=True
    )
    return inputs @ kernel + bias
