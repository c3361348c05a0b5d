"""Name the known mistakes that give the same numbers as a wrong submission.

A mistake is named only if the submission matches it on a part that the mistake gets wrong, in every
recorded case of an aspect but those that raise NotImplementedError. Wherever else the mistake is
wrong, the submission matches it or has no numbers yet. Every other error in these parts must have a
name, too.
"""

import inspect
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

from ..records import Answer, Comparison, Raised, Refused, SheetCase, TaskSheet
from ..text import listed
from .compare import alike, failure, find_gap

ARGUMENTS = "the arguments"  # stands for a part if a mistake writes into them
Place = tuple[str, str]  # part, aspect


class Named(Struct, frozen=True):
    """A known mistake, and where the submission matches it, in the order of the task."""

    mistake: str
    places: tuple[Place, ...]


class _Match(Struct, frozen=True, kw_only=True):
    """A mistake that may be named.

    agreed: place -> the number of cases there in which both are wrong in the same way.
    unseen: the number of places where the mistake is wrong and the submission has no numbers.
    parts: those that the mistake gets wrong.
    distinctive: whether some of the numbers are unlikely to match by chance.
    """

    mistake: str
    agreed: Mapping[Place, int]
    unseen: int
    parts: Collection[str]
    distinctive: bool


def diagnose(task: TaskSheet, comparisons: Sequence[Comparison]) -> tuple[Named, ...]:
    """Return the mistakes that explain the errors, those that explain most first.

    Together they explain all errors of their parts, except in places that are not written yet. If
    several explain the same place, only the one that explains most is named; of equal ones, the one
    with the fewest places where the submission has no numbers.

    comparisons: of all cases of the task, in order.
    """
    recorded = [each for each in comparisons if is_recorded(task, each.case)]
    matches = [match for name in _mistakes(task) if (match := _match(task, name, recorded))]
    matches.sort(key=_width, reverse=True)
    wrong, unwritten = _wrong(recorded)
    while matches:
        chosen = _apart(matches)
        explained = {place for match in chosen for place in match.agreed}
        false = []
        for match in chosen:
            left = {place for place in wrong - explained if place[0] in match.parts}
            if left - unwritten if match.distinctive else left:
                false.append(match)
        if not false:
            return tuple(Named(match.mistake, tuple(match.agreed)) for match in chosen)
        matches = [match for match in matches if match not in false]
    return ()


def _width(match: _Match) -> tuple[bool, int, int]:
    """Return a sort key: whether a match explains numbers, how much, and how little is unseen.

    Numbers count most, because they are shown.
    """
    numbers = any(part != ARGUMENTS for part, _ in match.agreed)
    return numbers, sum(match.agreed.values()), -match.unseen


def _apart(matches: Sequence[_Match]) -> list[_Match]:
    """Return the matches that share no place with an earlier one."""
    chosen: list[_Match] = []
    for match in matches:
        if all(match.agreed.keys().isdisjoint(other.agreed) for other in chosen):
            chosen.append(match)
    return chosen


def _wrong(recorded: Sequence[Comparison]) -> tuple[set[Place], set[Place]]:
    """Return the places where something is wrong, and those that are not written yet."""
    wrong: set[Place] = set()
    written: set[Place] = set()
    for comparison in recorded:
        for position, (part, gap) in enumerate(comparison.gaps.items()):
            place = part, comparison.case.aspect
            if gap:
                wrong.add(place)
            if not _unwritten(comparison, position):
                written.add(place)
    return wrong, wrong - written


def explains(comparison: Comparison, mistake: str) -> bool:
    """Tell whether some part of a wrong case is wrong in this mistake's way."""
    outcome, on_file = comparison.outcome, comparison.case.mistakes.get(mistake)
    if outcome is None or on_file is None:
        return False
    if on_file.changed and outcome.changed == on_file.changed:
        return True
    gaps = enumerate(comparison.gaps.values())
    return any(gap and _same_part(comparison, mistake, position) for position, gap in gaps)


def hint(named: Sequence[Named], hints: Mapping[str, str]) -> str | None:
    """Return the hint of the first named mistake, and those of the others with their places.

    hints: mistake -> its docstring, of which the first paragraph completes "Your answer equals:".
    """
    if not named:
        return None
    texts = [inspect.cleandoc(hints.get(named[0].mistake, ""))]
    for other in named[1:]:
        part, aspect = 0, 1
        axis = aspect if _all(named[0], part) == _all(other, part) else part
        text = inspect.cleandoc(hints.get(other.mistake, ""))
        if text:
            where = _all(other, axis)
            places = listed(f"[{each}]" for each in where) if axis == aspect else listed(where)
            texts.append(f"In {places}, it equals: {text}")
    return "\n\n".join(texts)


def _all(named: Named, axis: int) -> list[str]:
    """Return the parts (axis 0) or the aspects (axis 1) where a mistake shows."""
    return list(dict.fromkeys(place[axis] for place in named.places))


def is_recorded(task: TaskSheet, case: SheetCase) -> bool:
    """Tell whether a sheet records wrong answers for a case of a task.

    These are its exact cases, or those in float32 if none is exact.
    """
    return case.exact or not (in_float64(case) or any(each.exact for each in task.cases))


def is_open(comparison: Comparison) -> bool:
    """Tell whether a call raised NotImplementedError."""
    result = comparison.outcome.result if comparison.outcome else None
    return isinstance(result, Raised) and result.type == "NotImplementedError"


def in_float64(case: SheetCase) -> bool:
    """Tell whether a case asks for float64."""
    return any(array.dtype == np.float64 for array in case.arrays.values())


def varied(array: np.ndarray) -> bool:
    """Tell whether an array is finite and has two nonzero numbers of different magnitude.

    Any other array resembles too many.
    """
    return bool(np.isfinite(array).all()) and np.unique(np.abs(array[array != 0])).size > 1


@lru_cache(maxsize=256)  # the same for every submission
def _mistakes(task: TaskSheet) -> Mapping[str, Mapping[str, Sequence[bool]]]:
    """Return for each mistake and part the recorded cases in which it is wrong."""
    recorded = [case for case in task.cases if is_recorded(task, case)]
    mistakes = {}
    for name in sorted({name for case in recorded for name in case.mistakes}):
        mistakes[name] = {
            part: [_is_wrong(task, case, name, position, part) for case in recorded]
            for position, part in enumerate(task.parts)
        }
        mistakes[name][ARGUMENTS] = [_changes(case, name) != () for case in recorded]
    return mistakes


def _match(task: TaskSheet, name: str, recorded: Sequence[Comparison]) -> _Match | None:
    """Return where a submission matches a mistake.

    None if it does so nowhere, or differs in a place that the mistake gets wrong.
    """
    agreed: dict[Place, int] = {}
    distinctive, unseen = False, 0
    for position, part, aspect, cases in _wrong_places(task, name, recorded):
        begun = [(each, is_wrong) for each, is_wrong in cases if not is_open(each)]
        wrong = [each for each, is_wrong in begun if is_wrong]
        if wrong and all(_agrees(each, name, position, part, is_wrong) for each, is_wrong in begun):
            agreed[part, aspect] = len(wrong)
            distinctive |= any(_is_distinctive(each, name, position) for each in wrong)
        elif all(_unwritten(each, position) for each, _ in cases):
            unseen += 1
        else:
            return None
    if not agreed:
        return None
    parts = {part for part, wrong in _mistakes(task)[name].items() if any(wrong)}
    return _Match(mistake=name, agreed=agreed, unseen=unseen, parts=parts, distinctive=distinctive)


def _wrong_places(
    task: TaskSheet, name: str, recorded: Sequence[Comparison]
) -> Iterator[tuple[int | None, str, str, Sequence[tuple[Comparison, bool]]]]:
    """Yield each place where a mistake is wrong: position and name of the part, aspect, cases.

    Each case comes with whether the mistake is wrong in it.
    """
    for position, (part, wrong) in enumerate(_mistakes(task)[name].items()):
        by_aspect: dict[str, list[tuple[Comparison, bool]]] = {}
        for comparison, is_wrong in zip(recorded, wrong, strict=True):
            by_aspect.setdefault(comparison.case.aspect, []).append((comparison, is_wrong))
        for aspect, cases in by_aspect.items():
            if any(is_wrong for _, is_wrong in cases):
                yield None if part == ARGUMENTS else position, part, aspect, cases


def _agrees(
    comparison: Comparison, name: str, position: int | None, part: str, is_wrong: bool
) -> bool:
    """Tell whether a submission does what a mistake does in one case, right or wrong."""
    if position is None:
        outcome = comparison.outcome
        return outcome is not None and outcome.changed == _changes(comparison.case, name)
    if is_wrong:
        return _same_part(comparison, name, position)
    return comparison.gaps[part] is None


def _unwritten(comparison: Comparison, position: int | None) -> bool:
    """Tell whether a part has no numbers, or the same number everywhere, like unwritten code."""
    parts = comparison.outcome.parts if comparison.outcome else ()
    if position is None or position >= len(parts):
        return not parts or position is not None
    yours, right = parts[position], list(comparison.case.answers.values())[position]
    return isinstance(yours, Refused) or (is_uniform(yours) and not is_uniform(right))


def is_uniform(array: np.ndarray) -> bool:
    """Tell whether an array has no two different numbers. Each nan is the same number."""
    numbers = array.ravel()
    first = numbers[:1]
    return not ((numbers != first) & ~(np.isnan(numbers) & np.isnan(first))).any()


def _is_distinctive(comparison: Comparison, name: str, position: int | None) -> bool:
    """Tell whether a match is unlikely by chance: arguments were changed, or the numbers vary."""
    if position is None:
        return True
    result = comparison.case.mistakes[name].result
    if not isinstance(result, Answer) or position >= len(result.parts):
        return False
    part = result.parts[position]
    return isinstance(part, np.ndarray) and varied(part)


def _changes(case: SheetCase, name: str) -> tuple[int, ...]:
    """Return the arguments that the mistake writes into in this case."""
    return case.mistakes[name].changed if name in case.mistakes else ()


def _is_wrong(task: TaskSheet, case: SheetCase, name: str, position: int, part: str) -> bool:
    """Tell whether the mistake gets this part of this case wrong."""
    if name not in case.mistakes:
        return False
    result = case.mistakes[name].result
    if not isinstance(result, Answer) or position >= len(result.parts):
        return True
    yours, right = result.parts[position], case.answers[part]
    if isinstance(yours, Refused):
        return True
    allowed = case.allowances.get(part, np.zeros(right.shape))
    return find_gap(yours, right, allowed, task.integer) is not None


def _same_part(comparison: Comparison, name: str, position: int) -> bool:
    """Tell whether submission and mistake agree in this case: the same numbers or failure."""
    if comparison.outcome is None:
        return False
    mistake, yours = comparison.case.mistakes[name].result, comparison.outcome.result
    if not isinstance(mistake, Answer) or not isinstance(yours, Answer):
        return failure(yours) == failure(mistake)
    if position >= len(mistake.parts) or position >= len(yours.parts):
        return len(mistake.parts) == len(yours.parts)
    return alike(yours.parts[position], mistake.parts[position])
