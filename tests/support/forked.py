"""Provide a sandbox that forks its worker as `check` does."""

import os
import sys
from pathlib import Path

from autograder.sandbox.process import ROOT
from autograder.sandbox.runner import ProcessSandbox

PROGRAM = Path(__file__).with_name("fork_once.py")


class ForkedSandbox(ProcessSandbox):
    """Run all tasks in a fork of a new Python with a single thread."""

    def __init__(self) -> None:
        super().__init__([sys.executable, str(PROGRAM)], {**os.environ, "PYTHONPATH": str(ROOT)})
