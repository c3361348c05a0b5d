"""Run jobs on a Dask cluster, whose scheduler and workers are Dask's own and already running."""

from __future__ import annotations

import asyncio
import json
import logging
import pickle
import socket
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from msgspec import Struct

from ..answers.sheet import load
from ..errors import Refusal
from ..records import Isolation
from ..sandbox.pool import IsolationChoice, borrowed, close_idle
from ..sandbox.process import starting
from ..text import counted, few
from .executors import Function, ProcessDied, digest, with_digest, with_sheet
from .job import Job
from .results import Result
from .versions import versions

try:
    import distributed
    from distributed.comm.core import CommClosedError, connect
except ImportError as error:
    problem = "Grading on a cluster needs Dask, which is not installed here."
    raise Refusal(problem, 'Run `pip install "layers-by-hand[cluster]"`.') from error

logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # a Refusal reports it

ANSWER = 30.0  # seconds for the scheduler to answer, and as many for a worker to appear
LEAVING = 5.0  # seconds for a worker to close its sandboxes
WATCHING = 10.0  # seconds between two looks at whether there is a worker
MOST_HOSTS = 3  # listed in one line
STOPPED = "The Dask scheduler stopped, or another client restarted its workers."
START = "Start one with `dask worker` and the scheduler's address."
EVERYWHERE = "Install the same versions on all machines; then start scheduler and workers again."
AGAIN = "Check that it runs, then run the same command again; what is graded is kept."


class Member(Struct, frozen=True):
    """One worker process, as it describes itself. level: the isolation of its sandbox, if any."""

    host: str
    level: Isolation | None


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
        self._alone = asyncio.Lock()
        self._client = _connected(address)
        self._loop = self._client.sync(_running_loop)
        try:
            _check_versions(self._client)
            patience = ANSWER + sum(map(starting, packages))
            members = _answers_of_workers(self._client, patience, _probe, isolation, packages)
            self.about = _about(members)
            self._by_digest = by_digest
            self._sheets = self._sent_sheets()
            self._tell = tell
            self._watch = asyncio.run_coroutine_threadsafe(self._watched(), self._loop)
        except BaseException as error:
            self._client.close()
            if isinstance(error, OSError):
                raise Refusal(STOPPED, AGAIN) from error
            raise

    def submit(self, function: Function, job: Job, /) -> Future[Result]:
        """Return the future of `function(job)`.

        Its exception is ProcessDied if several workers died, and Refusal if the scheduler died.
        """
        packed = pickle.dumps((function, with_digest(job)))  # the scheduler need not unpack it
        return asyncio.run_coroutine_threadsafe(self._result(packed), self._loop)

    def _sent_sheets(self) -> Any:
        """Return the sheets as a task: Dask sends them once to each worker, again if it must."""
        return self._client.submit(dict, self._by_digest, pure=False)

    async def _watched(self) -> None:
        """Tell when no worker is left: Dask waits for one without a word."""
        known = True
        while True:
            await asyncio.sleep(WATCHING)
            with suppress(OSError):  # jobs will notice
                present = bool(await self._client.nthreads())
                if known and not present:
                    self._tell(f"No worker is left; grading waits for one. {START}")
                known = present

    async def _result(self, packed: bytes) -> Result:
        try:
            return await self._attempts(packed)
        except distributed.KilledWorker as error:
            raise ProcessDied(f"its worker died {error.allowed_failures + 1} times") from error
        except (CancelledError, CommClosedError) as error:
            raise Refusal(STOPPED, AGAIN) from error

    async def _attempts(self, packed: bytes) -> Result:
        """Run a job. If workers died running it, run it once more, after all others.

        Dask blames a worker's death on every job that was waiting there.
        """
        try:
            return await self._submitted(packed)
        except distributed.KilledWorker:
            async with self._alone:
                if self._sheets.status == "error":  # workers died before they had them
                    self._sheets = self._sent_sheets()
                return await self._submitted(packed, priority=-1)

    def _submitted(self, packed: bytes, priority: int = 0) -> Any:
        words = versions(), self._sheets, packed
        return self._client.submit(_run, *words, pure=False, priority=priority)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Disconnect. The scheduler then drops the remaining jobs.

        Without an error, the workers close their sandboxes, if they answer.
        """
        self._watch.cancel()
        if error[0] is None and self._client.status == "running":
            with suppress(OSError):  # the scheduler died, and the client does not know yet
                self._client.sync(_asked, self._client, LEAVING, close_idle)
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


def _answers_of_workers(
    client: distributed.Client, patience: float, question: Any, *arguments: Any
) -> dict[str, Any]:
    """Ask every worker a question, and return the answers by the workers' addresses.

    patience: seconds for a worker to answer.
    """
    until = time.monotonic() + ANSWER
    answers: dict[str, Any]
    while not (answers := client.sync(_asked, client, patience, question, *arguments)):
        if time.monotonic() > until:
            raise Refusal("The Dask scheduler has no worker.", START)
        time.sleep(0.1)
    for worker, answer in answers.items():
        if isinstance(answer, Refusal):
            raise Refusal(f"Worker {worker} cannot grade: {answer.problem}", answer.remedy)
        if isinstance(answer, BaseException):
            remedy = f"Install the same versions there ({versions()}), or stop that worker."
            if isinstance(answer, OSError):  # not a fault of its packages
                remedy = "Stop that worker, or start it again."
            raise Refusal(f"Worker {worker} could not be queried: {answer}.", remedy)
    return answers


async def _asked(
    client: distributed.Client, patience: float, question: Any, *arguments: Any
) -> dict[str, Any]:
    """Call a function on every worker. Return what each returned or raised, by address.

    Workers that leave in the meantime are left out.

    TimeoutError: the scheduler gave no answer.
    """

    async def ask(worker: str) -> Any:
        try:
            async with asyncio.timeout(patience):
                one = await client.run(question, *arguments, workers=[worker], on_error="return")
        except TimeoutError:
            return TimeoutError(f"it gave no answer within {patience:.0f} s")
        return one[worker]

    async def present() -> Iterable[str]:
        async with asyncio.timeout(patience):
            return await client.nthreads()

    workers = list(await present())
    answers = dict(zip(workers, await asyncio.gather(*map(ask, workers)), strict=True))
    return {worker: answers[worker] for worker in await present() if worker in answers}


def _check_versions(client: distributed.Client) -> None:
    """Refuse a scheduler or a worker with other versions, or without this package."""
    found = {"The scheduler": client.sync(_versions_of_scheduler, client)}
    for worker, theirs in _answers_of_workers(client, ANSWER, versions).items():
        found[f"Worker {worker}"] = theirs
    for name, theirs in found.items():
        if theirs != versions():
            raise _mismatch(name, theirs, versions())


async def _versions_of_scheduler(client: distributed.Client) -> str:
    try:
        async with asyncio.timeout(ANSWER):
            return str(await client.run_on_scheduler(versions))
    except OSError:
        raise
    except Exception as error:  # it lacks a package
        raise Refusal(f"The scheduler could not be queried: {error}.", EVERYWHERE) from error


def _mismatch(name: str, theirs: str, ours: str) -> Refusal:
    return Refusal(f"{name} has {theirs}; this machine has {ours}.", EVERYWHERE)


def _about(members: dict[str, Member]) -> str:
    """Count workers and machines, and say how well each machine isolates."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for member in members.values():
        hosts[member.level or "none"].append(member.host)
    levels = [
        f"{len(each)} {level} ({few(sorted(set(each)), MOST_HOSTS)})"
        for level, each in sorted(hosts.items())
    ]
    machines = len({member.host for member in members.values()})
    return (
        f"{counted(len(members), 'worker')} on {counted(machines, 'machine')}: {', '.join(levels)}"
    )


# -- in a worker ---------------------------------------------------------------------------------


def _probe(isolation: IsolationChoice, packages: Sequence[tuple[str, ...]]) -> Member:
    """Open a sandbox for each set of packages, and keep it for the first submission."""
    level: Isolation | None = None
    for each in packages:
        with borrowed(isolation, each) as sandbox:
            level = sandbox.level
    return Member(socket.gethostname(), level)


def _run(expected: str, *arguments: Any) -> Result:
    """Run a job. A worker that joined later may have different versions, or no sandbox.

    expected: the versions that this worker must have. It stays the first argument, so that a worker
        with another grader finds it, whatever follows there.

    Refusal: this worker cannot grade.
    """
    here = f"A worker on {socket.gethostname()}"
    if versions() != expected:
        raise _mismatch(here, versions(), expected)
    sheets, packed = arguments
    function, job = pickle.loads(packed)
    try:
        result: Result = function(with_sheet(job, sheets))
    except Refusal as refusal:
        raise Refusal(f"{here} cannot grade: {refusal.problem}", refusal.remedy) from refusal
    return result
