"""One worker in a process of its own, on every system.

Importing this needs no NumPy: a worker can be started first, and import its NumPy meanwhile.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ..records import Ending
from .inside import OUT_OF_MEMORY

INSIDE = Path(__file__).parent / "inside"
PACKAGE = "autograder.sandbox.inside"
ENVIRONMENT = {
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "PYTHONHASHSEED": "0",  # sets in the same order every time
    "PYTHONWARNINGS": "",  # never errors
}
OUT_OF_TIME = 128 + int(getattr(signal, "SIGXCPU", 24))
KILLED = 128 + int(getattr(signal, "SIGKILL", 9))
STARTING = 20.0  # seconds, at worst, until a worker has imported NumPy


@dataclass(frozen=True, kw_only=True)
class Death:
    """How a worker ended, and what it left behind.

    code: its exit status, or 128 + the signal that killed it. overdue: whether we ended it.
    """

    code: int
    overdue: bool
    seconds: float
    results: bytes
    output: bytes

    def from_outside(self, seconds: float) -> bool:
        """Tell whether it was killed before its time was over.

        The first process of a process namespace cannot do that to itself.
        """
        return self.code == KILLED and not self.overdue and self.seconds < seconds

    def ending(self, seconds: float) -> Ending:
        """Return why a task that may take `seconds` of CPU time has no answer."""
        if self.overdue or self.code == OUT_OF_TIME:
            return "timeout"
        if self.code == KILLED and self.seconds >= seconds:
            return "timeout"
        return "memory" if self.code in (KILLED, OUT_OF_MEMORY) else "crash"


def command(module: str = "worker", *arguments: str) -> list[str]:
    """Return how to run a module of inside/ with this Python; -P keeps this folder's files out."""
    return [sys.executable, "-u", "-P", "-m", f"{PACKAGE}.{module}", *arguments]


class Worker:
    """One started process that waits for a request on its standard input."""

    def __init__(
        self,
        words: Sequence[str] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._results = tempfile.TemporaryFile()
        self._output = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            words or command(),
            stdin=subprocess.PIPE,
            stdout=self._results,
            stderr=self._output,
            env={**os.environ, **ENVIRONMENT} if environment is None else environment,
        )

    def finish(self, request: bytes, wall: float) -> Death:
        """Give it this request, and see it to its end; it has `wall` seconds by the clock."""
        start = time.monotonic()
        overdue = False
        try:
            self._process.communicate(request, timeout=wall)
        except subprocess.TimeoutExpired:
            overdue = True
            self._process.kill()
            self._process.wait()
        seconds = time.monotonic() - start
        code = self._process.returncode
        with self._results, self._output:  # only now that it is dead: a later write does not count
            return Death(
                code=128 - code if code < 0 else code,
                overdue=overdue,
                seconds=seconds,
                results=contents(self._results),
                output=contents(self._output),
            )

    def discard(self) -> None:
        """Kill it."""
        with self._results, self._output, self._process:
            self._process.kill()


def contents(file: IO[bytes], most: int = 2**27) -> bytes:
    """Return what a worker has left in its file."""
    file.seek(0)
    return file.read(most)
