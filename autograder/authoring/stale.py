"""Whether a committed sheet still is what a fresh one would be."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..answers.sheet import load
from ..errors import Refusal
from ..records import Answer, Outcome, Raised, SheetCase, TaskSheet

Arrays = Mapping[str, np.ndarray]
# A wrong answer may be a fraction (an average in place of a sum), rounded as the machine's NumPy does.
TOLERANCE = 1e-5


def difference(old: bytes, new: bytes) -> str | None:
    """Say what differs between two sheets, or None. Real answers may differ within their allowance.

    Versions and device are not compared: the same numbers may come from another machine.
    """
    try:
        ours, fresh = load(old), load(new)
    except Refusal as refusal:
        return refusal.problem
    if (ours.title, ours.hints) != (fresh.title, fresh.hints):
        return "title or hints changed"
    if [task.name for task in ours.tasks] != [task.name for task in fresh.tasks]:
        return "it has other tasks"
    for mine, theirs in zip(ours.tasks, fresh.tasks, strict=True):
        if _outline(mine) != _outline(theirs):
            return f"{mine.name} has other points, parts or cases"
        for number, (one, other) in enumerate(zip(mine.cases, theirs.cases, strict=True)):
            if not _same_case(one, other):
                return f"{mine.name}, case {number} ({one.aspect}) has other numbers"
    return None


def _outline(task: TaskSheet) -> tuple[Any, ...]:
    """Return everything of a task but its numbers."""
    cases = []
    for case in task.cases:
        options, mistakes = dict(case.options), sorted(case.mistakes)
        cases.append((case.aspect, case.exact, case.public, options, mistakes))
    limits = (task.seconds, task.packages, task.off_limits)
    return task.points, task.arrays, task.parts, task.integer, limits, cases


def _same_case(one: SheetCase, other: SheetCase) -> bool:
    allowances = {part: other.allowances.get(part, np.zeros(())) for part in other.answers}
    if len(one.also) != len(other.also) or not _same_arrays(one.arrays, other.arrays):
        return False
    for mine, theirs in zip((one.answers, *one.also), (other.answers, *other.also), strict=True):
        if not _same_arrays(mine, theirs, allowances):
            return False
    if not one.exact:  # where a mistake's numbers may depend on the machine
        return True
    return all(_same_outcome(one.mistakes[name], other.mistakes[name]) for name in one.mistakes)


def _same_outcome(one: Outcome, other: Outcome) -> bool:
    if one.changed != other.changed or type(one.result) is not type(other.result):
        return False
    if isinstance(one.result, Raised) and isinstance(other.result, Raised):
        return one.result.type == other.result.type  # its words may be another version's
    if not isinstance(one.result, Answer):
        return one.result == other.result
    mine, theirs = ({str(i): part for i, part in enumerate(each.parts)} for each in (one, other))
    return _same_arrays(mine, theirs, {name: np.asarray(TOLERANCE) for name in theirs})


def _same_arrays(one: Arrays, other: Arrays, allowed: Arrays | None = None) -> bool:
    if list(one) != list(other):
        return False
    for name, mine in one.items():
        theirs, gap = other[name], allowed[name] if allowed else 0
        if (mine.shape, mine.dtype) != (theirs.shape, theirs.dtype):
            return False
        if not np.allclose(mine, theirs, rtol=0, atol=gap, equal_nan=True):
            return False
    return True
