"""Run jobs in this process or in several processes of this machine.

A hidden sheet is the largest part of a job and the same for a whole class, so each process receives
it only once; jobs carry its digest instead.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, suppress
from functools import lru_cache
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from typing import Protocol, Self

from msgspec.structs import replace

from ..sandbox.pool import close_idle
from .job import Job
from .results import Result

ATTEMPTS = 2
LOOK = 1.0  # seconds between two looks at whether a process still works
Function = Callable[[Job], Result]
_sheets: dict[bytes, bytes] = {}  # digest -> sheet, as this process received them


class Executor(Protocol):
    """Anything that runs jobs as the executors of concurrent.futures do."""

    def submit(self, function: Function, job: Job, /) -> Future[Result]:
        """Return the future of `function(job)`."""


class ProcessDied(Exception):
    """The process that graded a submission died, and so did the one that retried."""


def local(jobs: int, sheets: Iterable[bytes]) -> AbstractContextManager[Executor]:
    """Return an executor for this machine. For one job at a time, it starts no process."""
    return Processes(jobs, sheets) if jobs > 1 else ThisProcess()


class ThisProcess:
    """Run one job after another in a thread, while the caller writes the results.

    The thread does not outlive the command: Ctrl-C ends it at once, whatever it waits for.
    """

    def __init__(self) -> None:
        self._waiting: SimpleQueue[tuple[Future[Result], Function, Job] | None] = SimpleQueue()
        threading.Thread(target=self._work, daemon=True).start()

    def submit(self, function: Function, job: Job, /) -> Future[Result]:
        """Return the future of `function(job)`."""
        future: Future[Result] = Future()
        self._waiting.put((future, function, job))
        return future

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Drop the remaining jobs, and close the sandbox."""
        with suppress(Empty):
            while True:
                self._waiting.get_nowait()
        self._waiting.put(None)
        close_idle()

    def _work(self) -> None:
        while given := self._waiting.get():
            future, function, job = given
            try:
                future.set_result(function(job))
            except Exception as error:
                future.set_exception(error)


class Processes:
    """Run jobs in processes, each started by its own thread as a pool of one.

    A larger pool loses all its jobs when one of its processes dies. A pool of one loses one job,
    which is run again.
    """

    def __init__(self, jobs: int, sheets: Iterable[bytes]) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._their_end, self._our_end = self._context.Pipe(duplex=False)
        self._sheets = tuple(sheets)
        self._pools: list[ProcessPoolExecutor] = []
        self._mine = threading.local()
        self._threads = ThreadPoolExecutor(jobs)

    def submit(self, function: Function, job: Job, /) -> Future[Result]:
        """Return the future of `function(job)`. Its exception is ProcessDied after two attempts."""
        return self._threads.submit(self._run, function, with_digest(job))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Kill every process at once, and drop the remaining jobs."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._our_end.close()
        self._threads.shutdown()
        for pool in self._pools:
            pool.shutdown()
        self._their_end.close()

    def _run(self, function: Function, job: Job) -> Result:
        for _ in range(ATTEMPTS):
            if self._our_end.closed:
                break
            pool = getattr(self._mine, "pool", None) or self._new_pool()
            try:
                return pool.submit(run, function, job).result()
            except BrokenProcessPool:
                self._mine.pool = None
                self._pools.remove(pool)
                pool.shutdown()  # otherwise its thread may fail noisily when Python exits
        raise ProcessDied(f"its process died {ATTEMPTS} times")

    def _new_pool(self) -> ProcessPoolExecutor:
        """Return a pool for this thread, whose process receives the sheets before any job.

        They have a pipe of their own: if a process dies before it has read what does not fit into
        one of Python's, older versions of Python wait for ever.
        """
        theirs, ours = self._context.Pipe(duplex=False)
        ends = self._their_end, theirs
        pool = self._mine.pool = ProcessPoolExecutor(1, self._context, _begin, ends)
        self._pools.append(pool)
        if os.name == "posix":  # the process inherits this mask and resets it in _begin
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        pool.submit(os.getpid)  # starts it
        theirs.close()
        with ours, suppress(OSError):  # it has died
            ours.send(self._sheets)
        return pool


# -- in the process that runs a job --------------------------------------------------------------


def receive(sheets: Iterable[bytes]) -> None:
    """Keep sheets for the jobs that this process will run."""
    _sheets.update((digest(sheet), sheet) for sheet in sheets)


def with_digest(job: Job) -> Job:
    """Return a job for `run`, with the digest of its sheet in place of the sheet."""
    return replace(job, sheet=digest(job.sheet))


def with_sheet(job: Job, sheets: Mapping[bytes, bytes]) -> Job:
    """Return the job that `with_digest` was given. sheets: digest -> sheet."""
    return replace(job, sheet=sheets[job.sheet])


def run(function: Function, job: Job) -> Result:
    """Run a job that `with_digest` returned, in a process that received its sheet."""
    return function(with_sheet(job, _sheets))


@lru_cache(maxsize=16)
def digest(sheet: bytes) -> bytes:
    """Return the SHA-256 of a sheet, computed once."""
    return hashlib.sha256(sheet).digest()


def _begin(parent: Connection, sheets: Connection) -> None:
    """Prepare a process to end with its parent and to ignore Ctrl-C, and receive the sheets."""
    if os.name == "posix":
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # discard a pending Ctrl-C
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        signal.signal(signal.SIGINT, signal.default_int_handler)  # so sandboxes get no block
    # No daemon: this process must not exit while the thread removes a sandbox's files.
    threading.Thread(target=_end_with, args=(parent,)).start()
    try:
        with sheets:
            receive(sheets.recv())
    except (EOFError, OSError):  # the parent has died
        os._exit(1)


def _end_with(parent: Connection) -> None:
    """Wait for the parent to close its pipe or die, then end this process and its children.

    Also end it if its main thread has ended, such as with an error before a job could run.
    """
    while not parent.poll(LOOK) and threading.main_thread().is_alive():
        pass
    try:
        close_idle()  # so that no process or file of an idle sandbox is left
    finally:
        if os.name == "posix":
            os.killpg(0, signal.SIGKILL)
        os._exit(1)
