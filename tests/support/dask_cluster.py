"""Start Dask's own scheduler and workers as processes on this machine, and stop them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from support import ROOT, TESTS
from support.processes import all_ended, descendants

WAIT = 60.0  # seconds; a worker imports NumPy and more, on a busy machine
JOINED = "Register worker"  # the scheduler prints this


class DaskCluster:
    """A scheduler and its workers.

    folder: holds the scheduler file, and the processes' output. environment: the scheduler's.
    options: for every command, such as those for TLS.
    """

    def __init__(
        self,
        folder: Path,
        *options: str,
        protocol: str = "tcp",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.file = folder / "scheduler.json"
        self._folder, self._options, self._protocol = folder, options, protocol
        self._environment = environment
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self.start_scheduler(0)

    @property
    def address(self) -> str:
        """The address that the scheduler wrote into its file."""
        return str(json.loads(self.file.read_text())["address"])

    def start_scheduler(self, port: int) -> subprocess.Popen[bytes]:
        """Start a scheduler at this port, or at any if 0, and wait for its file."""
        self.file.unlink(missing_ok=True)
        words = ("--host", f"{self._protocol}://127.0.0.1", "--port", str(port), "--no-dashboard")
        words += ("--scheduler-file", str(self.file))
        self.scheduler = self._start("scheduler", *words, environment=self._environment)
        wait_until(self.file.exists)
        return self.scheduler

    def start_worker(
        self, *options: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a worker with one thread, and wait until it has joined."""
        joined = self.output().count(JOINED)
        words = ("--scheduler-file", str(self.file), "--nthreads", "1", "--no-dashboard")
        scratch = ("--local-directory", str(self._folder))
        worker = self._start("worker", *words, *scratch, *options, environment=environment)
        self.workers.append(worker)
        wait_until(lambda: self.output().count(JOINED) > joined)
        return worker

    def output(self) -> str:
        """Return the processes' output so far."""
        return (self._folder / "output").read_text()

    def stop(self) -> None:
        """Kill them all."""
        processes = [*self.workers, self.scheduler]
        family = [each for process in processes for each in descendants(process.pid)]
        for process in processes:
            process.kill()
            process.wait()
        assert all_ended(family), "a process outlives its worker"

    def _start(
        self, command: str, *words: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(map(str, (ROOT, TESTS)))
        with (self._folder / "output").open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", command, *words, *self._options],
                cwd=self._folder,  # `python -m` looks for packages here first
                env={**os.environ, "PYTHONPATH": path, **(environment or {})},
                stdout=output,
                stderr=subprocess.STDOUT,
            )


@contextmanager
def dask_cluster(folder: Path, workers: int = 0, **options: Any) -> Iterator[DaskCluster]:
    """Run a scheduler and this many workers during the block."""
    cluster = DaskCluster(folder, **options)
    try:
        for _ in range(workers):
            cluster.start_worker()
        yield cluster
    finally:
        cluster.stop()


def wait_until(true: Callable[[], object], seconds: float = WAIT) -> None:
    """Wait until `true()`; fail if that takes too long."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "timed out"
        time.sleep(0.02)
