"""Give a task's hints one by one, and store in the course's folder how many were asked for."""

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ..disk import write_whole

ASKED = Path(".autograder/hints.json")  # "01_dense/dense" -> how many hints


def one_more(root: Path, task: str, hints: Sequence[str]) -> Sequence[str]:
    """Return the hints asked for so far and the next one, if any is left.

    task: with its exercise, such as "01_dense/dense".
    """
    asked = _asked(root)
    count = min(asked.get(task, 0) + 1, len(hints))
    with suppress(OSError):  # in a read-only folder, hints restart at the first
        write_whole(root / ASKED, json.dumps({**asked, task: count}, indent=2), forced=False)
    return hints[:count]


def _asked(root: Path) -> dict[str, int]:
    try:
        asked = json.loads((root / ASKED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    pairs = asked.items() if isinstance(asked, dict) else ()
    return {task: count for task, count in pairs if isinstance(count, int) and count > 0}
