"""Name the known mistake that gives the same numbers as a wrong submission.

A mistake is named only if the submission does the same in every recorded case, on every part that
the mistake gets wrong.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from ..records import Answer, Comparison, Raised, SheetCase, TaskSheet
from .compare import find_gap

# Wrong answers have no allowances. In exact cases, they are integers or fractions of integers.
TOLERANCE = 1e-5  # of the largest number


def diagnose(task: TaskSheet, comparisons: Sequence[Comparison]) -> str | None:
    """Return the mistake that explains the most wrong parts, or None.

    If two mistakes explain different parts, both are true, and the one that explains more is named.
    comparisons: of all cases of the task, in order.
    """
    recorded = [each for each in comparisons if is_recorded(task, each.case.exact)]
    mistakes = _mistakes(task)
    explained = {name: _explained(name, mistakes[name], recorded) for name in mistakes}
    best = max(mistakes, key=lambda name: explained[name], default=None)
    return best if best is not None and explained[best] else None


def is_recorded(task: TaskSheet, exact: bool) -> bool:
    """Tell whether a sheet records wrong answers for such a case.

    These are the exact cases of a task, or all of its cases if none is exact.
    """
    return exact or not any(case.exact for case in task.cases)


@lru_cache(maxsize=256)  # the same for every submission
def _mistakes(task: TaskSheet) -> Mapping[str, Mapping[str, Sequence[bool]]]:
    """Return for each mistake and part, in which of the recorded cases it is wrong."""
    recorded = [case for case in task.cases if is_recorded(task, case.exact)]
    mistakes = {}
    for name in sorted({name for case in recorded for name in case.mistakes}):
        mistakes[name] = {
            part: [_is_wrong(task, case, name, position, part) for case in recorded]
            for position, part in enumerate(task.parts)
        }
    return mistakes


def _explained(
    name: str, parts: Mapping[str, Sequence[bool]], recorded: Sequence[Comparison]
) -> int:
    """Count the wrong parts of all cases that the mistake explains.

    It is 0 if the two disagree anywhere on a part that the mistake gets wrong in some case.
    """
    total = 0
    for position, (part, wrong) in enumerate(parts.items()):
        if not any(wrong):
            continue
        for comparison, is_wrong in zip(recorded, wrong, strict=True):
            if is_wrong and not _same_part(comparison, name, position):
                return 0
            if not is_wrong and comparison.gaps[part] is not None:
                return 0
        total += sum(wrong)
    changes = [_changes(comparison, name) for comparison in recorded]
    if any(changes):
        for comparison, change in zip(recorded, changes, strict=True):
            if comparison.outcome is None or comparison.outcome.changed != change:
                return 0
        total += sum(map(bool, changes))
    return total


def _changes(comparison: Comparison, name: str) -> tuple[int, ...]:
    """Return the arguments that the mistake writes into in this case."""
    mistakes = comparison.case.mistakes
    return mistakes[name].changed if name in mistakes else ()


def _is_wrong(task: TaskSheet, case: SheetCase, name: str, position: int, part: str) -> bool:
    """Tell whether the mistake gets this part of this case wrong."""
    if name not in case.mistakes:
        return False
    result = case.mistakes[name].result
    if not isinstance(result, Answer) or position >= len(result.parts):
        return True
    right = case.answers[part]
    allowed = case.allowances.get(part, np.zeros(right.shape))
    return find_gap(result.parts[position], right, allowed, task.integer) is not None


def _same_part(comparison: Comparison, name: str, position: int) -> bool:
    """Tell whether submission and mistake agree in this case: the same numbers or failure."""
    if comparison.outcome is None:
        return False
    mistake, yours = comparison.case.mistakes[name].result, comparison.outcome.result
    if not isinstance(mistake, Answer) or not isinstance(yours, Answer):
        return _failure(yours) == _failure(mistake)
    if position >= len(mistake.parts) or position >= len(yours.parts):
        return len(mistake.parts) == len(yours.parts)
    expected, actual = mistake.parts[position], yours.parts[position]
    largest = float(np.abs(expected[np.isfinite(expected)]).max(initial=1.0))
    allowed = np.full(expected.shape, TOLERANCE * largest)
    same_places = np.array_equal(np.isnan(actual), np.isnan(expected))  # nan has no distance
    return same_places and find_gap(actual, expected, allowed) is None


def _failure(result: object) -> object:
    """Return a failure in a form that can be compared.

    Different mistakes raise the same type, so the message counts too, except for its numbers.
    """
    if isinstance(result, Raised):
        return result.type, re.sub(r"\d+", "#", result.message)
    return result if not isinstance(result, Answer) else None
