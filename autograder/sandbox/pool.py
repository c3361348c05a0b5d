"""Open sandboxes that wait for the next submission: starting one costs more than grading with it.

This is the one place in the package that outlives a call. `grade_one` takes plain data only, so
that it can run in any process of a cluster; each process keeps its own sandboxes here.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from .bubblewrap import open_bubblewrap
from .runner import LimitedSandbox, ProcessSandbox, Runner

IsolationChoice = Literal["auto", "none"]
_Kind = tuple[IsolationChoice, tuple[str, ...]]
_idle: dict[_Kind, list[Runner]] = {}


def open_sandbox(isolation: IsolationChoice, packages: tuple[str, ...] = ("numpy",)) -> Runner:
    """Open a sandbox for grading: bubblewrap, or a Refusal that says why not.

    "none" has limits where the system knows them.
    """
    if isolation == "auto":
        return open_bubblewrap(packages)
    return LimitedSandbox() if os.name == "posix" else ProcessSandbox()


@contextmanager
def borrowed(isolation: IsolationChoice, packages: tuple[str, ...]) -> Iterator[Runner]:
    """Lend a sandbox for one submission. One in which something failed is closed, not used again."""
    waiting = _idle.setdefault((isolation, packages), [])
    try:
        sandbox = waiting.pop()
    except IndexError:
        sandbox = open_sandbox(isolation, packages)
    try:
        yield sandbox
    except BaseException:
        sandbox.close()
        raise
    waiting.append(sandbox)


def close_idle() -> None:
    """Close every sandbox that waits here."""
    for waiting in _idle.values():
        while waiting:
            waiting.pop().close()
