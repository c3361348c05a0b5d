"""Keep sandboxes open between submissions: starting one costs more than grading with it.

`grade_one` takes plain data, so it can run in any process of a cluster; each process keeps its own
sandboxes here.
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
    """Open a sandbox for grading: bubblewrap for "auto".

    For "none", tasks run without isolation, with resource limits where the system has them.

    Refusal: there is no sandbox on this machine.
    """
    if isolation == "auto":
        return open_bubblewrap(packages)
    return LimitedSandbox(packages) if os.name == "posix" else ProcessSandbox(packages=packages)


@contextmanager
def borrowed(isolation: IsolationChoice, packages: tuple[str, ...]) -> Iterator[Runner]:
    """Lend a sandbox for one submission. After an exception it is closed instead of reused."""
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
    """Close every waiting sandbox."""
    for waiting in _idle.values():
        while waiting:
            waiting.pop().close()
