"""Run one worker in a process of its own, on every system.

This module does not import NumPy, so a worker can start first and import NumPy in parallel.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, NoReturn

from msgspec import Struct

from ..records import Ending
from .inside import KILLED, OUT_OF_MEMORY, OUT_OF_TIME
from .inside.kits import TENSORFLOW

INSIDE = Path(__file__).parent / "inside"
PACKAGE = "autograder.sandbox.inside"
ENVIRONMENT = {
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "PYTHONHASHSEED": "0",  # sets in the same order every time
    "PYTHONWARNINGS": "",  # never errors
}
ROOT = INSIDE.parents[2]  # holds this package
if not ROOT.name.endswith("-packages"):  # a checkout, which may not be installed
    ENVIRONMENT["PYTHONPATH"] = os.pathsep.join(
        filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))
    )
More = Callable[[bytes, bytes], bytes]  # (results, output) so far -> a second request, or b""
MOST_READ = 2**27  # bytes of results, and of output
PAUSES = 0.005, 0.005, 0.01, 0.01, 0.02, 0.05  # seconds between two looks at growing results
MOST_SEEN = 2**20  # bytes at each look
LOOK = 0.2  # seconds between two checks of whether a result is still wanted
STARTING = 20.0  # seconds a worker may take to import NumPy
STARTING_TENSORFLOW = 120.0  # it takes 2 to 20, depending on load


class Superseded(Exception):
    """The result of this run is no longer wanted: the file was saved again."""


class Death(Struct, frozen=True, kw_only=True):
    """The end of a worker, and the bytes it left behind.

    code: its exit status, or 128 + the signal that killed it.
    overdue: whether the grader killed it because its time was up.
    seconds: wall-clock time, from request to end; CPU time if several threads used more of it.
    """

    code: int
    overdue: bool
    seconds: float
    results: bytes
    output: bytes

    def from_outside(self, seconds: float) -> bool:
        """Tell whether something else killed it before its time was up.

        The first process of a process namespace cannot kill itself.
        """
        return self.code == KILLED and not self.overdue and self.seconds < seconds

    def ending(self, seconds: float) -> Ending:
        """Return why a task with `seconds` of CPU time has no answer."""
        if self.overdue or self.code == OUT_OF_TIME:
            return "timeout"
        if self.code == KILLED and self.seconds >= seconds:
            return "timeout"
        return "memory" if self.code in (KILLED, OUT_OF_MEMORY) else "crash"


def starting(packages: Sequence[str]) -> float:
    """Return how many seconds a worker may take to import these packages."""
    return STARTING_TENSORFLOW if TENSORFLOW in packages else STARTING


def command(module: str = "worker", *arguments: str) -> list[str]:
    """Return the command that runs a module of inside/ with this Python.

    -P keeps the current directory off `sys.path`.
    """
    return [sys.executable, "-u", "-P", "-m", f"{PACKAGE}.{module}", *arguments]


class _Process(subprocess.Popen[bytes]):
    """A process whose end is noticed at once on Linux: Popen notices up to 50 ms late."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end, at most `timeout` seconds. Return the exit status."""
        if timeout is not None and self.returncode is None and hasattr(os, "pidfd_open"):
            with suppress(OSError):  # an old kernel
                ended = os.pidfd_open(self.pid)
                poll = select.poll()
                poll.register(ended, select.POLLIN)
                try:
                    poll.poll(max(0.0, timeout) * 1000)
                finally:
                    os.close(ended)
                timeout = 0.0
        return super().wait(timeout)


class _Folder(tempfile.TemporaryDirectory[str]):
    """A folder that is removed after use, unless its folders are nested too deeply for Python."""

    def cleanup(self) -> None:
        """Remove it."""
        with suppress(RecursionError):
            super().cleanup()


class Worker:
    """A started process that waits for a request on its standard input.

    keep: further descriptors that it inherits, on POSIX.
    folder: its working folder, empty at first, and removed with everything in it.
    instead: a function that never returns. A fork of this process runs it in place of the command.
    meanwhile: what to call here while the request runs, if anything, with the first results.
    stale: tells while it runs whether its result is no longer wanted.
    """

    meanwhile: Callable[[Iterator[bytes]], object] | None = None
    stale: Callable[[], bool] | None = None

    def __init__(
        self,
        words: Sequence[str] | None = None,
        environment: Mapping[str, str] | None = None,
        keep: Sequence[int] = (),
        instead: Callable[[], NoReturn] | None = None,
    ) -> None:
        self._results = scratch()
        self._output = scratch()
        self.folder = _Folder(ignore_cleanup_errors=True)
        self._process = _Process(
            words or command(),
            stdin=subprocess.PIPE,
            stdout=self._results,
            stderr=self._output,
            cwd=self.folder.name,
            env={**os.environ, **ENVIRONMENT} if environment is None else environment,
            pass_fds=keep,
            preexec_fn=instead,
            restore_signals=instead is None,  # a new Python would set them again
        )

    def finish(self, request: bytes, wall: float, more: More | None = None) -> Death:
        """Send the request and wait at most `wall` seconds for the process to end.

        more: used only by a worker with a seal.

        Superseded: it was killed because `stale` said so.
        """
        start = time.monotonic()
        overdue = False
        try:
            if self.meanwhile or self.stale:
                self._send(request)
                if self.meanwhile:
                    self.meanwhile(self._first_results())
                self._wait(start + wall)
            else:
                self._process.communicate(request, timeout=wall)
        except subprocess.TimeoutExpired:
            overdue = True
            self._kill()
            self._process.wait()
        except KeyboardInterrupt:
            self.discard()
            raise
        seconds = time.monotonic() - start
        code = self._process.returncode
        # Read after its death: later writes do not count.
        with self._results, self._output, self.folder:
            return Death(
                code=128 - code if code < 0 else code,
                overdue=overdue,
                seconds=seconds,
                results=contents(self._results),
                output=contents(self._output),
            )

    def _first_results(self) -> Iterator[bytes]:
        """Yield the results so far, a few times in the first tenth of a second, until it ends.

        Nothing on Windows, where looking would change where the process writes.
        """
        for pause in PAUSES if hasattr(os, "pread") else ():
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(pause)
                return
            yield os.pread(self._results.fileno(), MOST_SEEN, 0)

    def _wait(self, end: float) -> None:
        """Wait for the process to end. TimeoutExpired: it has not done so by this time."""
        while self.stale and end - time.monotonic() > LOOK:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(LOOK)
                return
            if self.stale():
                self.discard()
                raise Superseded
        self._process.wait(max(0.0, end - time.monotonic()))

    def _send(self, request: bytes) -> None:
        """Send the whole request. The process reads all of it before it runs any."""
        assert self._process.stdin
        with suppress(BrokenPipeError), self._process.stdin as stream:  # it may have died
            stream.write(request)

    def discard(self) -> None:
        """Kill the process, whatever it does."""
        with self._results, self._output, self.folder, self._process:
            self._kill()

    def _kill(self) -> None:
        self._process.kill()


def scratch() -> IO[bytes]:
    """Open a new file without a name: on Linux in memory, so that a full disk costs no points."""
    if not hasattr(os, "memfd_create"):
        return tempfile.TemporaryFile()
    file = os.fdopen(os.memfd_create("scratch"), "w+b")
    os.fchmod(file.fileno(), 0o600)
    return file


def contents(file: IO[bytes]) -> bytes:
    """Return what a worker wrote to this file, at most MOST_READ bytes."""
    file.seek(0)
    return file.read(MOST_READ)
