"""Run submissions in a process of their own, on every system: for `check`, and the ground the sandboxes stand on.

Importing this needs no NumPy, so that the worker can be started first and import its NumPy meanwhile.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, ClassVar, Self

from ..records import Ending, Isolation, Run, SheetCase, Submission, TaskSheet

HERE = Path(__file__).parent
ENVIRONMENT = {
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "PYTHONHASHSEED": "0",  # sets in the same order every time
    "PYTHONWARNINGS": "",  # never errors
}
OUT_OF_MEMORY = 86  # worker.OUT_OF_MEMORY
OUT_OF_TIME = 128 + int(getattr(signal, "SIGXCPU", 24))
KILLED = 128 + int(getattr(signal, "SIGKILL", 9))
STARTING = 20.0  # seconds, at worst, until a worker has imported NumPy

HARMLESS = Submission("harmless", "harmless", "harmless.py", (b"def answer():\n    return 42\n",), "")
HARMLESS_TASK = TaskSheet("answer", 0, {}, {"answer": ""}, True, 5.0, (SheetCase("", True, True, {}, {}, {}),))


@dataclass(frozen=True)
class Death:
    """How a worker ended, and what it left behind. code: its exit status, or 128 + the signal that killed it."""

    code: int
    overdue: bool
    seconds: float
    results: bytes
    output: bytes

    def from_outside(self, seconds: float) -> bool:
        """Killed before its time was over: no first process of a process namespace can do that to itself."""
        return self.code == KILLED and not self.overdue and self.seconds < seconds

    def ending(self, seconds: float) -> Ending:
        """Why a task that may take `seconds` of cpu has no answer."""
        if self.overdue or self.code == OUT_OF_TIME or (self.code == KILLED and self.seconds >= seconds):
            return "timeout"
        return "memory" if self.code in (KILLED, OUT_OF_MEMORY) else "crash"


class Runner:
    """Takes a submission through its tasks, `batch` of them to a worker. What a worker is, subclasses say."""

    level: ClassVar[Isolation]
    batch: ClassVar[int | None] = 1
    locked: ClassVar[bool] = False  # in namespaces of its own

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def run(self, submission: Submission, tasks: Sequence[TaskSheet]) -> tuple[Run, ...]:
        """What came of each task, in order. Safe to call from several threads; they take turns."""
        runs: list[Run] = []
        with self._lock:
            while len(runs) < len(tasks):
                runs += self._attempt(submission, tasks[len(runs) :][: self.batch])
                if runs[-1].found is None:  # loading it never came to an end, and would not for the other tasks
                    runs += [replace(runs[-1], task=task.name) for task in tasks[len(runs) :]]
        return tuple(runs)

    def close(self) -> None:
        """Leave no process behind."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def check(self) -> None:
        """Raise OSError, with the reason, unless a harmless task is answered."""
        from .frames import read, request, text_of

        death = self._finish(request(HARMLESS, [HARMLESS_TASK]), HARMLESS_TASK.seconds)
        if not read(HARMLESS, [HARMLESS_TASK], death.results, death.output)[0].outcomes:
            raise OSError(text_of(death.output).strip() or f"the worker ended with status {death.code}")

    def _finish(self, request: bytes, seconds: float) -> Death:
        """Give a worker this request and see it to its end. OSError: no worker could be had, and that is our fault."""
        raise NotImplementedError

    def _attempt(self, submission: Submission, tasks: Sequence[TaskSheet]) -> list[Run]:
        from .frames import read, request

        message, seconds = request(submission, tasks), sum(task.seconds for task in tasks)
        try:
            death = self._answer(message, seconds)
        except OSError as error:
            return [Run(tasks[0].name, ended="not_graded", reason=f"The sandbox does not answer: {error}")]
        runs = read(submission, tasks, death.results, death.output)
        if runs[-1].ended == "crash":
            runs[-1] = replace(runs[-1], ended=death.ending(seconds))
        return runs

    def _answer(self, request: bytes, seconds: float) -> Death:
        """The end of this request's worker. OSError: there is none, at the second try either."""
        try:
            return self._once(request, seconds)
        except OSError:
            self.close()
            return self._once(request, seconds)

    def _once(self, request: bytes, seconds: float) -> Death:
        death = self._finish(request, seconds)
        if self.locked and death.from_outside(seconds):
            raise OSError("something killed the process from outside; the machine may be short of memory")
        if death.results:
            return death
        self.check()  # nothing came: if this does not raise, the sandbox is well, and further silence is the code's
        return death if death.overdue else self._finish(request, seconds)


class Worker:
    """One started process that waits for a request on its standard input."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._results = tempfile.TemporaryFile()
        self._output = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=self._results, stderr=self._output, env=environment
        )

    def finish(self, request: bytes, wall: float) -> Death:
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
            results, output = contents(self._results), contents(self._output)
        return Death(128 - code if code < 0 else code, overdue, seconds, results, output)

    def discard(self) -> None:
        with self._results, self._output, self._process:
            self._process.kill()


def contents(file: IO[bytes], most: int = 2**27) -> bytes:
    """What a worker has left in its file."""
    file.seek(0)
    return file.read(most)


class ProcessSandbox(Runner):
    """No isolation, but a process of its own: a crash or an endless loop of the student's ends there.

    The worker is started at once. `command` starts one; every other is started when it is needed.
    """

    level: ClassVar[Isolation] = "none"
    batch: ClassVar[int | None] = None

    def __init__(self, command: Sequence[str] | None = None, environment: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._command = command or [sys.executable, "-u", "-P", str(HERE / "worker.py")]
        self._environment = {**os.environ, **ENVIRONMENT} if environment is None else environment
        self._worker: Worker | None = None
        self.start()

    def start(self) -> None:
        if self._worker is None:
            self._worker = Worker(self._command, self._environment)

    def close(self) -> None:
        worker, self._worker = self._worker, None
        if worker:
            worker.discard()

    def _finish(self, request: bytes, seconds: float) -> Death:
        self.start()
        worker, self._worker = self._worker, None
        assert worker is not None
        if self.batch == 1:
            self.start()  # the next one imports its NumPy meanwhile
        return worker.finish(request, 4 * seconds + STARTING)


class LimitedSandbox(ProcessSandbox):
    """One process for each task, with limits on cpu, memory, files and processes: POSIX only, and no isolation."""

    batch: ClassVar[int | None] = 1

    def __init__(self) -> None:
        super().__init__([sys.executable, "-u", "-P", str(HERE / "jail.py"), "--limits"])
