"""Open sandboxes that wait for the next submission: starting one costs more than grading with it.

The one thing in this package that outlives a call. `grade_one` takes plain data only, so that it can run in any
process of a cluster; each process keeps its own sandboxes here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from . import Sandbox, open_sandbox

_Kind = tuple[Literal["auto", "none"], tuple[str, ...]]
_idle: dict[_Kind, list[Sandbox]] = {}


@contextmanager
def borrowed(isolation: Literal["auto", "none"], packages: tuple[str, ...]) -> Iterator[Sandbox]:
    """A sandbox for one submission. What fails in it is closed, not used again."""
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
