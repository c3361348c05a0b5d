"""Comparisons of one task -> the known mistake that gives the same numbers.

Comparing with a mistake is comparing with another answer. A submission gets a mistake's name only if, in every
recorded case, it did what the mistake does there, on every part that the mistake gets wrong.
"""

import re
from collections.abc import Sequence

import numpy as np

from .compare import find_gap
from .records import Comparison, Outcome, TaskSheet

# Wrong answers have no allowance of their own. They are small integers, or fractions of them, in the exact cases.
TOLERANCE = 1e-5


def diagnose(task: TaskSheet, comparisons: Sequence[Comparison]) -> str | None:
    """The mistake that explains most of what is wrong, or None. Two that explain different parts are both true."""
    recorded = [comparison for comparison in comparisons if is_recorded(task, comparison.case.exact)]
    names = sorted({name for comparison in recorded for name in comparison.case.mistakes})
    explained = {name: _explained(name, task, recorded) for name in names}
    best = max(names, key=lambda name: explained[name], default=None)
    return best if best is not None and explained[best] else None


def is_recorded(task: TaskSheet, exact: bool) -> bool:
    """Whether wrong answers are kept for such a case: exact ones where the task has any, else all."""
    return exact or not any(case.exact for case in task.cases)


def _explained(name: str, task: TaskSheet, recorded: Sequence[Comparison]) -> int:
    """How many wrong parts over all cases the mistake explains; 0 as soon as the submission contradicts it."""
    total = 0
    for position, part in enumerate(task.parts):
        wrong = [_is_wrong(task, comparison, name, position, part) for comparison in recorded]
        if any(wrong):
            if not all(
                _same_part(c, name, position) if is_wrong else c.gaps[part] is None
                for c, is_wrong in zip(recorded, wrong, strict=True)
            ):
                return 0
            total += sum(wrong)
    changes = [c.case.mistakes[name].changed if name in c.case.mistakes else () for c in recorded]
    if any(changes):
        if not all(c.outcome and c.outcome.changed == change for c, change in zip(recorded, changes, strict=True)):
            return 0
        total += sum(map(bool, changes))
    return total


def _is_wrong(task: TaskSheet, comparison: Comparison, name: str, position: int, part: str) -> bool:
    """Whether the mistake gets this part of this case wrong."""
    case = comparison.case
    if name not in case.mistakes:
        return False
    parts = case.mistakes[name].parts
    if parts is None or position >= len(parts):
        return True
    right = case.answers[part]
    return find_gap(parts[position], right, case.allowances.get(part, np.zeros(right.shape)), task.integer) is not None


def _same_part(comparison: Comparison, name: str, position: int) -> bool:
    """Whether the submission did here what the mistake does: the same numbers, or the same failure."""
    theirs, yours = comparison.case.mistakes[name], comparison.outcome
    if yours is None or (yours.parts is None) != (theirs.parts is None):
        return False
    if theirs.parts is None or yours.parts is None:
        return _failure(yours) == _failure(theirs)
    if position >= len(theirs.parts) or position >= len(yours.parts):
        return len(theirs.parts) == len(yours.parts)
    wrong, came = theirs.parts[position], yours.parts[position]
    largest = float(np.abs(wrong[np.isfinite(wrong)]).max(initial=1.0))
    same_places = np.array_equal(np.isnan(came), np.isnan(wrong))  # nan is no distance from anything
    return same_places and find_gap(came, wrong, np.full(wrong.shape, TOLERANCE * largest)) is None


def _failure(outcome: Outcome) -> tuple[str | None, str | None, str | None]:
    """What kind of failure it is. Many ideas end in a ValueError: its words must be the same, too, but for numbers."""
    if outcome.raised is None:
        return None, None, outcome.refused
    return outcome.raised.type, re.sub(r"\d+", "#", outcome.raised.message), outcome.refused
