"""Ask a Dask scheduler and its workers for their versions, and how well the workers isolate."""

from __future__ import annotations

import asyncio
import socket
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ..errors import Refusal
from ..records import Isolation
from ..sandbox.pool import IsolationChoice, borrowed
from ..text import counted, few
from .versions import versions

if TYPE_CHECKING:
    import distributed

ANSWER = 30.0  # seconds for the scheduler to answer, and as many for a worker to appear
MOST_HOSTS = 3  # listed in one line
START = "Start one with `dask worker` and the scheduler's address."
EVERYWHERE = "Install the same versions on all machines; then start scheduler and workers again."


class Member(Struct, frozen=True):
    """One worker process, as it describes itself. level: the isolation of its sandbox, if any."""

    host: str
    level: Isolation | None


def answers_of_workers(
    client: distributed.Client, patience: float, question: Any, *arguments: Any
) -> dict[str, Any]:
    """Ask every worker a question, and return the answers by the workers' addresses.

    patience: seconds for a worker to answer.
    """
    until = time.monotonic() + ANSWER
    answers: dict[str, Any]
    while not (answers := client.sync(ask, client, patience, question, *arguments)):
        if time.monotonic() > until:
            raise Refusal("The Dask scheduler has no worker.", START)
        time.sleep(0.1)
    for worker, answer in answers.items():
        if isinstance(answer, Refusal):
            raise Refusal(f"Worker {worker} cannot grade: {answer.problem}", answer.remedy)
        if isinstance(answer, BaseException):
            remedy = f"Install the same versions there ({versions()}), or stop that worker."
            if isinstance(answer, OSError | MemoryError):  # not a fault of its packages
                remedy = "Stop that worker, or start it again."
            why = str(answer) or type(answer).__name__  # a MemoryError has no text
            raise Refusal(f"Worker {worker} could not be queried: {why}.", remedy)
    return answers


async def ask(
    client: distributed.Client, patience: float, question: Any, *arguments: Any
) -> dict[str, Any]:
    """Call a function on every worker. Return what each returned or raised, by address.

    Workers that leave in the meantime are left out.

    TimeoutError: the scheduler gave no answer.
    """

    async def ask_one(worker: str) -> Any:
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
    answers = dict(zip(workers, await asyncio.gather(*map(ask_one, workers)), strict=True))
    return {worker: answers[worker] for worker in await present() if worker in answers}


def check_versions(client: distributed.Client) -> None:
    """Refuse a scheduler or a worker with other versions, or without this package."""
    found = {"The scheduler": client.sync(_versions_of_scheduler, client)}
    for worker, theirs in answers_of_workers(client, ANSWER, versions).items():
        found[f"Worker {worker}"] = theirs
    for name, theirs in found.items():
        if theirs != versions():
            raise mismatch(name, theirs, versions())


async def _versions_of_scheduler(client: distributed.Client) -> str:
    try:
        async with asyncio.timeout(ANSWER):
            return str(await client.run_on_scheduler(versions))
    except OSError:
        raise
    except Exception as error:  # it lacks a package
        raise Refusal(f"The scheduler could not be queried: {error}.", EVERYWHERE) from error


def mismatch(name: str, theirs: str, ours: str) -> Refusal:
    """Return the refusal of a scheduler or a worker with other versions than ours."""
    return Refusal(f"{name} has {theirs}; this machine has {ours}.", EVERYWHERE)


def about(members: dict[str, Member]) -> str:
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


def probe(isolation: IsolationChoice, packages: Sequence[tuple[str, ...]]) -> Member:
    """Open a sandbox for each set of packages, and keep it for the first submission."""
    level: Isolation | None = None
    for each in packages:
        with borrowed(isolation, each) as sandbox:
            level = sandbox.level
    return Member(socket.gethostname(), level)
