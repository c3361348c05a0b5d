"""Run jobs on a Dask cluster, whose scheduler and workers are Dask's own and already running."""

from __future__ import annotations

import asyncio
import json
import logging
import pickle
import socket
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from msgspec import Struct

from ..answers.sheet import load
from ..errors import Refusal
from ..sandbox.pool import IsolationChoice, close_idle
from ..sandbox.process import starting
from ..text import counted
from .executors import Function, ProcessDied, digest, with_digest, with_sheet
from .job import Job
from .members import (
    ANSWER,
    START,
    about,
    answers_of_workers,
    ask,
    check_versions,
    mismatch,
    probe,
)
from .results import Result
from .versions import versions

try:
    import distributed
    from distributed.comm.core import CommClosedError, connect
except ImportError as error:
    problem = "Grading on a cluster needs Dask, which is not installed here."
    raise Refusal(problem, 'Run `pip install "layers-by-hand[cluster]"`.') from error

for module in ("batched", "client"):  # a Refusal reports what they would log
    logging.getLogger(f"distributed.{module}").setLevel(logging.CRITICAL)
warnings.filterwarnings("ignore", "Sending large graph")  # a group of large submissions

GROUP = 0.5  # seconds that jobs sent together take, at most: sending them takes milliseconds
RECENT = 4  # groups over which a job's time is averaged
LEAVING = 5.0  # seconds for a worker to close its sandboxes
WATCHING = 10.0  # seconds between two looks at whether there is a worker
STOPPED = "The Dask scheduler stopped, or another client restarted its workers."
AGAIN = (
    "Check that it and its workers run, then run the same command again; what is graded is kept."
)


class _Call(Struct, frozen=True):
    """A call of `function` with `job`, which has a digest in place of its sheet."""

    function: Function
    job: Job
    future: Future[Result]


class Cluster:
    """Run jobs on the workers of a Dask scheduler, including those that join later.

    about: one line with the workers, their machines and how well they isolate.
    """

    def __init__(
        self,
        address: str,
        sheets: Iterable[bytes],
        isolation: IsolationChoice = "auto",
        tell: Callable[[str], object] = lambda _: None,
    ) -> None:
        """Connect, and check that every worker can grade.

        address: of the scheduler, such as "tcp://host:8786", or the path of its scheduler file.
        tell: called with a sentence, in another thread, when no worker is left.

        Refusal: the scheduler does not answer, stops, or has no worker; a worker has different
            versions from this process, or no sandbox.
        """
        by_digest = {digest(sheet): sheet for sheet in sheets}
        packages = sorted({load(sheet).packages for sheet in by_digest.values()})
        self._client = _connected(address)
        self._loop = self._client.sync(_running_loop)
        try:
            check_versions(self._client)
            patience = ANSWER + sum(map(starting, packages))
            members = answers_of_workers(self._client, patience, probe, isolation, packages)
            self.about = about(members)
            self._by_digest = by_digest
            self._sheets = self._sent_sheets()
            self._waiting: deque[_Call] = deque()
            self._sent: set[asyncio.Task[None]] = set()
            self._failed: asyncio.Queue[_Call] = asyncio.Queue()
            self._threads = len(members)
            self._seconds = GROUP  # that a job takes, estimated: the first ones are sent singly
            self._tell = tell
            self._endless = [
                asyncio.run_coroutine_threadsafe(each, self._loop)
                for each in (self._watched(), self._run_again())
            ]
        except BaseException as error:
            self._client.close()
            if isinstance(error, OSError):
                raise Refusal(STOPPED, AGAIN) from error
            raise

    def submit(self, function: Function, job: Job, /) -> Future[Result]:
        """Return the future of `function(job)`.

        Its exception is the job's own, ProcessDied if several workers died, or Refusal if the
        scheduler died or a worker cannot grade.
        """
        call = _Call(function, with_digest(job), Future())
        self._loop.call_soon_threadsafe(self._enqueue, call)
        return call.future

    def _sent_sheets(self) -> Any:
        """Return the sheets as a task: Dask sends them once to each worker, again if it must."""
        return self._client.submit(dict, self._by_digest, pure=False)

    async def _watched(self) -> None:
        """Count the workers' threads. Tell when none is left: Dask waits without a word."""
        known = True
        while True:
            with suppress(OSError):  # jobs will notice
                self._threads = sum((await self._client.nthreads()).values())
                if known and not self._threads:
                    self._tell(f"No worker is left; grading waits for one. {START}")
                known = bool(self._threads)
                self._send()
            await asyncio.sleep(WATCHING)

    def _enqueue(self, call: _Call) -> None:
        self._waiting.append(call)
        self._send()

    def _send(self) -> None:
        """Send groups of jobs: to each thread one to run, and one to run next."""
        most = 2 * max(1, self._threads)
        while self._waiting and len(self._sent) < most:
            size = max(1, min(len(self._waiting) // most, int(GROUP / self._seconds)))
            group = self._loop.create_task(
                self._graded([self._waiting.popleft() for _ in range(size)])
            )
            self._sent.add(group)
            group.add_done_callback(self._received)

    def _received(self, group: asyncio.Task[None]) -> None:
        self._sent.discard(group)
        self._send()

    async def _graded(self, group: Sequence[_Call]) -> None:
        """Run jobs. If workers died running them, or the grader failed, each job runs once more."""
        try:
            results = await self._results(group)
        except Refusal as refusal:
            for each in group:
                each.future.set_exception(refusal)
        except Exception:
            for each in group:
                self._failed.put_nowait(each)
        else:
            for each, result in zip(group, results, strict=True):
                each.future.set_result(result)
            spent = sum(result.seconds or GROUP for result in results) / len(results)
            self._seconds += (spent - self._seconds) / RECENT

    async def _run_again(self) -> None:
        """Run the jobs of failed groups alone, one at a time, and after what else waits there.

        Dask blames a worker's death on everything that was waiting there.
        """
        while True:
            call = await self._failed.get()
            try:
                (result,) = await self._results([call], priority=-1)
                call.future.set_result(result)
            except Exception as error:
                call.future.set_exception(error)

    async def _results(self, group: Sequence[_Call], priority: int = 0) -> Sequence[Result]:
        if self._sheets.status == "error":  # workers died before they had them
            self._sheets = self._sent_sheets()
        # The scheduler need not unpack the jobs.
        packed = pickle.dumps([(each.function, each.job) for each in group])
        words = versions(), self._sheets, packed
        try:
            return await self._client.submit(_run, *words, pure=False, priority=priority)
        except distributed.KilledWorker as error:
            deaths = counted(error.allowed_failures + 1, "time")
            raise ProcessDied(f"its worker died {deaths}") from error
        except (CancelledError, CommClosedError) as error:
            raise Refusal(STOPPED, AGAIN) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Disconnect. The scheduler then drops the remaining jobs.

        Without an error, the workers close their sandboxes, if they answer.
        """
        for each in self._endless:
            each.cancel()
        if error[0] is None and self._client.status == "running":
            with suppress(OSError):  # the scheduler died, and the client does not know yet
                self._client.sync(ask, self._client, LEAVING, close_idle)
        self._client.close()


def _connected(address: str) -> distributed.Client:
    if "://" not in address:
        address = _address_in(Path(address))
    try:
        asyncio.run(_reach(address))
        return distributed.Client(address, timeout=ANSWER, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError, MemoryError) as error:
        why = str(error) or f"nothing within {ANSWER:.0f} s"
        problem = f"No Dask scheduler answers at {address} ({why})."
        remedy = "Start it with `dask scheduler`, or use the address that it prints."
        if address.startswith("tls"):
            remedy += " TLS also needs Dask's configuration on this machine."
        raise Refusal(problem, remedy) from error


async def _reach(address: str) -> None:
    """Connect once: a Client that cannot connect waits a minute at exit, and shows a traceback.

    Dask's own limit ends with the connection; what listens there may then say nothing.
    """
    security = distributed.Security().get_connection_args("client")
    async with asyncio.timeout(ANSWER):
        comm = await connect(address, timeout=ANSWER, **security)
        await comm.close()


async def _running_loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


def _address_in(path: Path) -> str:
    """Return the address in a scheduler file, which `dask scheduler --scheduler-file` writes."""
    remedy = "Give --cluster the scheduler's address, such as tcp://host:8786, or its file."
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["address"])
    except OSError as error:
        problem = f"The scheduler file {path} cannot be read ({error.strerror})."
        raise Refusal(problem, remedy) from error
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(f"{path} is not a scheduler file.", remedy) from error


# -- in a worker ---------------------------------------------------------------------------------


def _run(expected: str, *arguments: Any) -> Sequence[Result]:
    """Run jobs. A worker that joined later may have different versions, or no sandbox.

    expected: the versions that this worker must have. It stays the first argument, so that a worker
        with another grader finds it, whatever follows there.

    Refusal: this worker cannot grade.
    """
    here = f"A worker on {socket.gethostname()}"
    if versions() != expected:
        raise mismatch(here, versions(), expected)
    sheets, packed = arguments
    try:
        return [function(with_sheet(job, sheets)) for function, job in pickle.loads(packed)]
    except Refusal as refusal:
        raise Refusal(f"{here} cannot grade: {refusal.problem}", refusal.remedy) from refusal
