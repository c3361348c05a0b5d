"""Compare a committed sheet with a fresh one."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..answers.sheet import load
from ..errors import Refusal
from ..records import Answer, Outcome, Raised, SheetCase, TaskSheet

Arrays = Mapping[str, np.ndarray]
# A wrong answer may be a fraction (a mean instead of a sum), rounded differently by each machine.
TOLERANCE = 1e-5


def difference(old: bytes, new: bytes) -> str | None:
    """Describe the first difference between two sheets, or return None.

    Real answers may differ within their allowance. Versions and device are not compared, because
    another machine may give the same numbers.

    old, new: the bytes of the two files.
    """
    try:
        committed, fresh = load(old), load(new)
    except Refusal as refusal:
        return refusal.problem
    if (committed.title, committed.hints) != (fresh.title, fresh.hints):
        return "title or hints changed"
    if [task.name for task in committed.tasks] != [task.name for task in fresh.tasks]:
        return "it has other tasks"
    for task, fresh_task in zip(committed.tasks, fresh.tasks, strict=True):
        if _outline(task) != _outline(fresh_task):
            return f"{task.name} has other points, parts, steps or cases"
        for number, (one, other) in enumerate(zip(task.cases, fresh_task.cases, strict=True)):
            if not _same_case(one, other):
                return f"{task.name}, case {number} ({one.aspect}) has other numbers"
    return None


def _outline(task: TaskSheet) -> tuple[Any, ...]:
    """Return everything in a task but its numbers."""
    cases = []
    for case in task.cases:
        options, named = dict(case.options), (sorted(case.allowances), sorted(case.mistakes))
        cases.append((case.aspect, case.exact, case.public, options, named))
    limits = (task.seconds, task.packages, task.off_limits)
    asked = (task.names, task.steps, task.uncounted)
    return task.points, task.arrays, task.parts, task.integer, limits, asked, cases


def _same_case(one: SheetCase, other: SheetCase) -> bool:
    allowances = {part: other.allowances.get(part, np.zeros(())) for part in other.answers}
    if len(one.also) != len(other.also) or not _same_arrays(one.arrays, other.arrays):
        return False
    pairs = zip((one.answers, *one.also), (other.answers, *other.also), strict=True)
    for answers, other_answers in pairs:
        if not _same_arrays(answers, other_answers, allowances):
            return False
    if not one.exact:  # a mistake's real numbers may depend on the machine
        return True
    return all(_same_outcome(one.mistakes[name], other.mistakes[name]) for name in one.mistakes)


def _same_outcome(one: Outcome, other: Outcome) -> bool:
    if (one.changed, one.overwritten) != (other.changed, other.overwritten) or type(
        one.result
    ) is not type(other.result):
        return False
    if isinstance(one.result, Raised) and isinstance(other.result, Raised):
        return one.result.type == other.result.type  # messages differ between versions
    if not isinstance(one.result, Answer):
        return one.result == other.result
    parts, other_parts = _arrays(one), _arrays(other)
    return _same_arrays(parts, other_parts, {name: np.asarray(TOLERANCE) for name in other_parts})


def _arrays(outcome: Outcome) -> dict[str, np.ndarray]:
    parts = enumerate(outcome.parts)
    return {str(position): part for position, part in parts if isinstance(part, np.ndarray)}


def _same_arrays(one: Arrays, other: Arrays, allowed: Arrays | None = None) -> bool:
    if list(one) != list(other):
        return False
    for name, array in one.items():
        other_array, gap = other[name], allowed[name] if allowed else 0
        if (array.shape, array.dtype) != (other_array.shape, other_array.dtype):
            return False
        if not np.allclose(array, other_array, rtol=0, atol=gap, equal_nan=True):
            return False
    return True
