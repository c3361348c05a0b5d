"""Find resemblances of a wrong array to the right one: reordered, reversed, scaled or not summed.

They do not depend on the task, so they help with unknown mistakes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, permutations
from typing import NamedTuple

import numpy as np

from ..records import Comparison, Refused, TaskSheet
from ..text import listed
from .compare import TOLERANCE
from .diagnose import varied

# The ways to reorder an array grow fast with its axes, and a student's may have many.
MOST_AXES = 6
MOST_NUMBERS = 100_000
LARGEST_DENOMINATOR = 100


class Likeness(NamedTuple):
    """A resemblance, as a sentence and a remedy. kind: must agree in all cases."""

    kind: tuple[object, ...]
    sentence: str
    remedy: str


def likenesses(
    task: TaskSheet, comparisons: Sequence[Comparison], chosen: Comparison
) -> dict[str, Likeness]:
    """Return part -> its resemblance to the right answer, worded for the case `chosen`.

    A resemblance in one small case may be chance, so it must hold in every case of the same aspect
    in which the part is wrong.
    """
    resemblances = {}
    for position, part in enumerate(task.parts):
        wrong = [each for each in comparisons if each.gaps[part]]
        alike = [each for each in wrong if each.case.aspect == chosen.case.aspect]
        by_case = {id(each): _of_case(task, each, part, position) for each in alike}
        kinds = [{like.kind for like in likes} for likes in by_case.values() if likes is not None]
        for like in by_case.get(id(chosen)) or []:
            if all(like.kind in others for others in kinds):
                resemblances[part] = like
                break
    return resemblances


def _of_case(
    task: TaskSheet, comparison: Comparison, part: str, position: int
) -> list[Likeness] | None:
    """Return the resemblances in one case, or None if the right answer is too uniform to tell."""
    parts = comparison.outcome.parts if comparison.outcome else ()
    if len(parts) != len(task.parts) or isinstance(yours := parts[position], Refused):
        return []
    answers = dict(comparison.case.answers)
    right = answers.pop(part)
    return likeness(yours, right, task.parts[part].split(), answers)


def likeness(
    yours: np.ndarray, right: np.ndarray, axes: Sequence[str], others: Mapping[str, np.ndarray]
) -> list[Likeness] | None:
    """Return the resemblances of a wrong array, or None if the right one is too uniform to tell.

    yours: of any shape. axes: the axis words of `right`.
    others: the right answers of the other parts, by name.
    """
    if not varied(right):
        return None
    if yours.ndim > MOST_AXES or yours.size > MOST_NUMBERS:
        return []
    with np.errstate(all="ignore"):  # a student's numbers may overflow
        yours, right = yours.astype(np.float64), right.astype(np.float64)
        if not varied(yours) or _same(yours, right):
            return []
        return [
            *_misplaced(yours, others),
            *_reshaped(yours, right),
            *_turned(yours, right, axes),
        ]


def _misplaced(yours: np.ndarray, others: Mapping[str, np.ndarray]) -> Iterator[Likeness]:
    for name, other in others.items():
        if _same(yours, other):
            remedy = "Return the arrays in the order the docstring states."
            yield Likeness(("part", name), f"These are the numbers of {name}.", remedy)


def _reshaped(yours: np.ndarray, right: np.ndarray) -> Iterator[Likeness]:
    _, *orders = permutations(range(yours.ndim))
    if any(_same(yours.transpose(order), right) for order in orders):
        sentence = "These are the right numbers, with the axes in another order."
        how = "such as with np.transpose"
        remedy = f"Bring the axes into the order the docstring states, {how}."
        yield Likeness(("order",), sentence, remedy)
    if _same(yours.ravel(), right.ravel()):
        remedy = "Reshape them to the shape asked for."
        yield Likeness(("shape",), "These are the right numbers, in another shape.", remedy)
    for summed in combinations(range(yours.ndim), max(yours.ndim - right.ndim, 0)):
        if summed and _same(yours.sum(axis=summed), right):
            over = listed(f"axis {axis}" for axis in summed)
            sentence = f"Summed over {over}, it would be right."
            remedy = (
                "A shared parameter collects the gradient from every place it is used:"
                " sum over the axes it lacks."
            )
            yield Likeness(("sum", *summed), sentence, remedy)


def _turned(yours: np.ndarray, right: np.ndarray, axes: Sequence[str]) -> Iterator[Likeness]:
    if yours.shape != right.shape:
        return
    names = axes
    if len(axes) != right.ndim or "..." in axes:
        names = [f"axis {axis}" for axis in range(right.ndim)]
    for count in range(1, right.ndim + 1):
        for flipped in combinations(range(right.ndim), count):
            if _same(np.flip(yours, flipped), right):
                along = listed(names[axis] for axis in flipped)
                sentence = f"These are the right numbers, reversed along {along}."
                remedy = "Look for a missing [::-1], or one too many."
                kind = ("reversed", *(axis - right.ndim for axis in flipped))
                yield Likeness(kind, sentence, remedy)
    place = np.unravel_index(int(np.abs(right).argmax()), right.shape)
    factor = float(yours[place] / right[place])
    if not np.isfinite(factor) or not _same(yours, factor * right):
        return
    if abs(factor + 1) < TOLERANCE:
        sentence = "These are the right numbers with the opposite sign."
        yield Likeness(("sign",), sentence, "Check the signs.")
    sentence = f"These are the right numbers, each times {_fraction(factor)}."
    remedy = "Look for a mean instead of a sum, a sum instead of a mean, or an extra factor."
    yield Likeness(("factor",), sentence, remedy)


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    largest = float(np.abs(other).max(initial=0.0))
    return one.shape == other.shape and bool((np.abs(one - other) <= TOLERANCE * largest).all())


def _fraction(factor: float) -> str:
    near = Fraction(factor).limit_denominator(LARGEST_DENOMINATOR)
    readable = abs(near) < LARGEST_DENOMINATOR and abs(near - factor) < TOLERANCE / 10 * abs(factor)
    return str(near) if readable else f"{factor:.6g}"
