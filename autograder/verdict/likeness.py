"""What a wrong array still has to do with the right one: the same numbers, but turned, scaled or not yet summed.

That is true of any layer, so it helps with the mistakes that nobody has on file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations, permutations
from typing import NamedTuple

import numpy as np

from ..records import Comparison, TaskSheet
from .diagnose import TOLERANCE

# A student's array may have any shape, and the ways to turn it are many.
MOST_AXES = 6
MOST_NUMBERS = 100_000
LARGEST_DENOMINATOR = 100


class Likeness(NamedTuple):
    """What a wrong array is, and where to look. kind: what must be the same in all cases."""

    kind: tuple[object, ...]
    sentence: str
    remedy: str


def likenesses(
    task: TaskSheet, comparisons: Sequence[Comparison], told: Comparison
) -> dict[str, Likeness]:
    """Part -> what it has to do with the right one, in the words for the case that is told.

    What one small case shows may be chance: it must be so wherever this part is wrong in the same aspect.
    """
    resemblances = {}
    for position, part in enumerate(task.parts):
        wrong = [each for each in comparisons if each.gaps[part]]
        alike = [each for each in wrong if each.case.aspect == told.case.aspect]
        by_case = {id(each): _of_case(task, each, part, position) for each in alike}
        judged = [likes for likes in by_case.values() if likes is not None]
        for like in by_case.get(id(told)) or []:
            if all(like.kind in [each.kind for each in likes] for likes in judged):
                resemblances[part] = like
                break
    return resemblances


def _of_case(
    task: TaskSheet, comparison: Comparison, part: str, position: int
) -> list[Likeness] | None:
    """Every likeness in one case; None where all is like all, so that it says nothing."""
    parts = comparison.outcome.parts if comparison.outcome else ()
    if len(parts) != len(task.parts):
        return []
    answers = dict(comparison.case.answers)
    right = answers.pop(part)
    return likeness(parts[position], right, task.parts[part].split(), answers)


def likeness(
    yours: np.ndarray, right: np.ndarray, axes: Sequence[str], others: Mapping[str, np.ndarray]
) -> list[Likeness] | None:
    """How `yours`, which is wrong, is like `right`, whose axes have these names; None where `right` says too little.

    others: the right answers of the other parts.
    """
    if not _varied(right):
        return None
    if yours.ndim > MOST_AXES or yours.size > MOST_NUMBERS:
        return []
    with np.errstate(all="ignore"):  # a student's numbers may be as large as numbers get
        yours, right = yours.astype(np.float64), right.astype(np.float64)
        if not _varied(yours) or _same(yours, right):
            return []
        return list(
            chain(_misplaced(yours, others), _reshaped(yours, right), _turned(yours, right, axes))
        )


def _misplaced(yours: np.ndarray, others: Mapping[str, np.ndarray]) -> Iterator[Likeness]:
    for name, other in others.items():
        if _same(yours, other):
            remedy = "Return the arrays in the order the docstring states."
            yield Likeness(("part", name), f"These are the numbers of {name}.", remedy)


def _reshaped(yours: np.ndarray, right: np.ndarray) -> Iterator[Likeness]:
    _, *orders = permutations(range(yours.ndim))
    if any(_same(yours.transpose(order), right) for order in orders):
        remedy = (
            "Bring the axes into the order the docstring states, with np.transpose for instance."
        )
        yield Likeness(
            ("order",), "These are the right numbers, with the axes in another order.", remedy
        )
    if yours.shape != right.shape and _same(yours.ravel(), right.ravel()):
        remedy = "Bring them into the shape that is asked for."
        yield Likeness(("shape",), "These are the right numbers, in another shape.", remedy)
    for summed in combinations(range(yours.ndim), max(yours.ndim - right.ndim, 0)):
        if summed and _same(yours.sum(axis=summed), right):
            sentence = (
                f"Summed over {_listed(f'axis {axis}' for axis in summed)}, it would be right."
            )
            remedy = "What is shared collects from all that share it: sum over the axes that it does not have."
            yield Likeness(("sum", *summed), sentence, remedy)


def _turned(yours: np.ndarray, right: np.ndarray, axes: Sequence[str]) -> Iterator[Likeness]:
    if yours.shape != right.shape:
        return
    names = (
        axes
        if len(axes) == right.ndim and "..." not in axes
        else [f"axis {n}" for n in range(right.ndim)]
    )
    for count in range(1, right.ndim + 1):
        for flipped in combinations(range(right.ndim), count):
            if _same(np.flip(yours, flipped), right):
                sentence = f"These are the right numbers, reversed along {_listed(names[axis] for axis in flipped)}."
                remedy = "Look for a [::-1] that is missing, or one too many."
                yield Likeness(
                    ("reversed", *(axis - right.ndim for axis in flipped)), sentence, remedy
                )
    place = np.unravel_index(int(np.abs(right).argmax()), right.shape)
    factor = float(yours[place] / right[place])
    if not np.isfinite(factor) or not _same(yours, factor * right):
        return
    if abs(factor + 1) < TOLERANCE:
        yield Likeness(
            ("sign",), "These are the right numbers with the opposite sign.", "Look for a minus."
        )
    remedy = "Look for a mean in the place of a sum, a sum in the place of a mean, or a factor."
    yield Likeness(
        ("factor",), f"These are the right numbers, each times {_fraction(factor)}.", remedy
    )


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    largest = float(np.abs(other).max(initial=0.0))
    return one.shape == other.shape and bool((np.abs(one - other) <= TOLERANCE * largest).all())


def _varied(array: np.ndarray) -> bool:
    """Whether it has two numbers that neither a zero nor a sign explains: without, it is like too many others."""
    return bool(np.isfinite(array).all()) and np.unique(np.abs(array[array != 0])).size > 1


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _fraction(factor: float) -> str:
    near = Fraction(factor).limit_denominator(LARGEST_DENOMINATOR)
    readable = abs(near) < LARGEST_DENOMINATOR and abs(near - factor) < TOLERANCE / 10 * abs(factor)
    return str(near) if readable else f"{factor:.6g}"
