"""Give a task's hints one by one, and store in the course's folder how many were given."""

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from .. import catalog
from ..disk import write_whole
from ..errors import Refusal
from .tasks import find_task

ASKED = Path(".autograder/hints.json")  # "01_dense/dense" -> how many hints were given


class Hints(Struct, frozen=True):
    """The hints about a task that were given so far. total: how many it has."""

    task: str
    given: Sequence[str]
    total: int

    def headed(self) -> list[tuple[str, str]]:
        """Return each hint with its heading, such as `conv2d, hint 1 of 3`."""
        titles = [f"{self.task}, hint {n} of {self.total}" for n in range(1, len(self.given) + 1)]
        return list(zip(titles, self.given, strict=True))


def ask(here: Path, word: str, otherwise: str) -> Hints:
    """Return the hints about a task given so far, and one more.

    word: the task, as `find_task` takes it. otherwise: what to do if it has no hints.

    Refusal: there is no such task, or it has no hints.
    """
    exercise, name = find_task(here, word)
    spec = catalog.read_spec(exercise)
    hints = next(each.hints for each in spec.tasks if each.name == name)
    if not hints:
        raise Refusal(f"{exercise.name} has no hints about {name}.", otherwise)
    given = one_more(catalog.project_root(here), f"{exercise.name}/{name}", hints)
    return Hints(name, given, len(hints))


def one_more(root: Path, task: str, hints: Sequence[str]) -> Sequence[str]:
    """Return the hints given so far and the next one, if any is left.

    task: with its exercise, such as "01_dense/dense".
    """
    asked = _asked(root)
    count = min(asked.get(task, 0) + 1, len(hints))
    with suppress(OSError):  # in a read-only folder, hints restart at the first
        write_whole(root / ASKED, json.dumps({**asked, task: count}, indent=2), durable=False)
    return hints[:count]


def _asked(root: Path) -> dict[str, int]:
    try:
        asked = json.loads((root / ASKED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    pairs = asked.items() if isinstance(asked, dict) else ()
    return {task: count for task, count in pairs if isinstance(count, int) and count > 0}
