"""Run what students wrote. The worker meets their code; everything else here keeps it in, and reads what it says.

    worker      runs the functions                     frames       writes its request, reads its results
    jail        limits and namespaces around it        process      one process, on every system
    denied      system calls that it may not make      bubblewrap   one locked room for each task

Importing this needs no NumPy.
"""

from collections.abc import Sequence
from typing import Literal, Protocol, Self

from ..records import Isolation, Run, Submission, TaskSheet


class Sandbox(Protocol):
    """Runs a submission through tasks; the same whatever is around it."""

    @property
    def level(self) -> Isolation: ...

    def run(self, submission: Submission, tasks: Sequence[TaskSheet]) -> tuple[Run, ...]: ...

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


def open_sandbox(isolation: Literal["auto", "none"], packages: Sequence[str] = ("numpy",)) -> Sandbox:
    """For grading: bubblewrap, or a Refusal that says why not; "none" has limits where the system knows them."""
    import os

    if isolation == "none":
        from .process import LimitedSandbox, ProcessSandbox

        return LimitedSandbox() if os.name == "posix" else ProcessSandbox()
    from .bubblewrap import open_bubblewrap

    return open_bubblewrap(packages)
