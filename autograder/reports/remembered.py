"""Remember the last results of `check` on this machine, so that `list` runs no code."""

import hashlib
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import MsgspecError, Struct
from msgspec.json import decode, encode

from ..disk import write_whole
from ..records import Grade, Verdict
from .words import state

FILE = ".autograder/checked.json"


class LastResult(Struct, frozen=True, kw_only=True):
    """The result of one task, with the file that was checked.

    state: the verdict in words, such as "partly right"; "" if the task is right.
    """

    verdict: Verdict
    state: str
    score: float | None
    file: str
    sha256: str
    time: str

    def is_old(self, root: Path) -> bool:
        """Tell whether the file has changed since."""
        with suppress(OSError, ValueError):  # the name is none that a file can have
            return hashlib.sha256((root / self.file).read_bytes()).hexdigest() != self.sha256
        return True


def remember(root: Path, checked: Iterable[tuple[Grade, Path]]) -> None:
    """Store the results of some files. In a read-only folder, nothing is stored."""
    found = {exercise: dict(tasks) for exercise, tasks in recall(root).items()}
    for grade, file in checked:
        for task in grade.tasks if grade.score is not None else ():
            found.setdefault(grade.exercise, {})[task.name] = LastResult(
                verdict=task.verdict,
                state=state(task),
                score=task.score,
                file=str(file.resolve()),
                sha256=grade.submission_sha256,
                time=time.strftime("%Y-%m-%d %H:%M"),
            )
    with suppress(OSError):
        write_whole(root / FILE, encode(found), durable=False)


def recall(root: Path) -> Mapping[str, Mapping[str, LastResult]]:
    """Return the stored results: exercise -> task -> result; empty if the file is damaged."""
    try:
        return decode((root / FILE).read_bytes(), type=dict[str, dict[str, LastResult]])
    except (OSError, MsgspecError):
        return {}
