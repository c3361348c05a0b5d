"""Find resemblances of a wrong array to the right one: reordered, scaled, not summed, unfinished.

They do not depend on the task, so they help with unknown mistakes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, permutations
from math import prod
from typing import NamedTuple

import numpy as np

from ..records import Comparison, Refused, TaskSheet
from ..text import listed, shape_text
from .compare import TOLERANCE
from .diagnose import varied

# The ways to reorder an array grow fast with its axes, and a student's may have many.
MOST_AXES = 6
MOST_NUMBERS = 100_000
LARGEST_DENOMINATOR = 100
UNFINISHED = {
    "last": "Look for a loop that ends one step early: range(n) already stops before n.",
    "first": "Look for a loop that begins at 1: the first index is 0.",
}
ENDS = {"first": slice(0, 1), "last": slice(-1, None)}
ONE_ROUND = {
    "first": "Look for a `return` inside a loop: it ends the function on the first pass.",
    "last": "Look for an array or list created inside a loop: each pass begins with an empty one."
    " Create it before the loop.",
}
REPEATED = {
    "first": "Look for an index that stays at 0.",
    "last": "`[[0] * n] * m` is one row m times, so writing to one row changes all of them."
    " Use np.zeros((m, n)).",
    "sum": "`[[0] * n] * m` is one row m times: use np.zeros((m, n)). Or does a sum lack its"
    " axis=?",
}
REDUCTIONS: Mapping[str, Callable[..., np.ndarray]] = {
    "sum": np.sum,
    "mean": np.mean,
    "maximum": np.max,
}
REDUCED = (
    "np.sum, np.mean and np.max without axis= reduce all axes. Name the axes to reduce, as in"
    " axis=(1, 2)."
)


class Likeness(NamedTuple):
    """A resemblance, as a sentence and a remedy.

    kind: must agree in all cases. distinctive: whether this case can tell it from others. An array
    of zeros, for instance, may lack its last row or its last filter.
    """

    kind: tuple[object, ...]
    sentence: str
    remedy: str
    distinctive: bool = True


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
        found = [likes for likes in by_case.values() if likes is not None]
        kinds = [{like.kind for like in likes} for likes in found]
        distinctive = {like.kind for likes in found for like in likes if like.distinctive}
        for like in by_case.get(id(chosen)) or []:
            if like.kind in distinctive and all(like.kind in others for others in kinds):
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
    return likeness(part, yours, right, task.parts[part].split(), answers)


def likeness(
    part: str,
    yours: np.ndarray,
    right: np.ndarray,
    axes: Sequence[str],
    others: Mapping[str, np.ndarray],
) -> list[Likeness] | None:
    """Return the resemblances of a wrong array, or None if the right one is too uniform to tell.

    part: its name. yours: of any shape. axes: the axis words of `right`.
    others: the right answers of the other parts, by name.
    """
    if not varied(right):
        return None
    if yours.ndim > MOST_AXES or yours.size > MOST_NUMBERS:
        return [*_not_summed(part, yours, right)]
    with np.errstate(all="ignore"):  # a student's numbers may overflow
        yours, right = yours.astype(np.float64), right.astype(np.float64)
        if _same(yours, right):
            return []
        found = [*_unfinished(yours, right, axes), *_one_place(yours, right, axes)]
        if varied(yours):
            found += _misplaced(yours, others)
            found += _reshaped(part, yours, right)
            found += _turned(yours, right, axes)
        found += _condensed(yours, right, axes)
        found += _running(yours, right)
        return [*found, *_not_summed(part, yours, right)]


def _misplaced(yours: np.ndarray, others: Mapping[str, np.ndarray]) -> Iterator[Likeness]:
    for name, other in others.items():
        if _same(yours, other):
            remedy = "Return the arrays in the order the docstring states."
            yield Likeness(("part", name), f"These are the numbers of {name}.", remedy)


def _reshaped(part: str, yours: np.ndarray, right: np.ndarray) -> Iterator[Likeness]:
    _, *orders = permutations(range(yours.ndim))
    if any(_same(yours.transpose(order), right) for order in orders):
        sentence = "These are the right numbers, with the axes in another order."
        how = "for example with np.transpose"
        remedy = f"Put the axes in the order the docstring states, {how}."
        yield Likeness(("order",), sentence, remedy)
    if _same(yours.ravel(), right.ravel()):
        remedy = "Reshape them to the shape asked for."
        yield Likeness(("shape",), "These are the right numbers, in another shape.", remedy)
    for summed in combinations(range(yours.ndim), max(yours.ndim - right.ndim, 0)):
        if summed and _same(yours.sum(axis=summed), right):
            over = listed(f"axis {axis}" for axis in summed)
            sentence = f"Summed over {over}, it would be right."
            yield Likeness(("sum", *summed), sentence, _sum_it(part))


def _not_summed(part: str, yours: np.ndarray, right: np.ndarray) -> Iterator[Likeness]:
    """Find numbers left as arrays, such as a window times the kernel."""
    more = yours.shape[right.ndim :]
    if right.ndim and more and yours.shape[: right.ndim] == right.shape:
        sentence = f"It has an array of shape {shape_text(more)} in place of each number."
        yield Likeness(("not summed",), sentence, _sum_it(part), distinctive=prod(more) > 1)


def _sum_it(part: str) -> str:
    if part.startswith("grad_"):
        return (
            "An array collects the gradient from every place it is used: sum over the axes it"
            " lacks."
        )
    return (
        "Each place of the answer has one number: the sum of all products, or what the docstring"
        " computes from a window."
    )


def _unfinished(yours: np.ndarray, right: np.ndarray, axes: Sequence[str]) -> Iterator[Likeness]:
    """Find an array that is right except for 0 in the last or first place along axes."""
    if yours.shape != right.shape:
        return
    for at, end in ((-1, "last"), (0, "first")):
        for along in _choices(right.ndim):
            empty = right.copy()
            for axis in along:
                np.moveaxis(empty, axis, 0)[at] = 0
            if _same(yours, empty) and not yours[empty != right].any():
                where = _along(along, right, axes)
                sentence = f"It is 0 in the {end} place {where}, and right elsewhere."
                kind = ("unfinished", end, *(axis - right.ndim for axis in along))
                yield Likeness(kind, sentence, UNFINISHED[end], distinctive=bool(yours.any()))


def _one_place(yours: np.ndarray, right: np.ndarray, axes: Sequence[str]) -> Iterator[Likeness]:
    """Find an array that is right only in the first or last place along axes, else 0."""
    if yours.shape != right.shape:
        return
    for end in ENDS:
        for along in _choices(right.ndim):
            there = _place(end, along, right.ndim)
            only = np.zeros_like(right)
            only[there] = right[there]
            if _same(yours, only) and np.count_nonzero(yours) == np.count_nonzero(yours[there]):
                where = _along(along, right, axes)
                sentence = f"It is right in the {end} place {where}, and 0 elsewhere."
                kind = ("one place", end, *(axis - right.ndim for axis in along))
                yield Likeness(kind, sentence, ONE_ROUND[end], distinctive=bool(yours.any()))


def _condensed(yours: np.ndarray, right: np.ndarray, axes: Sequence[str]) -> Iterator[Likeness]:
    """Find axes reduced to one number, such as their sum, or filled with it."""
    if not yours.ndim:
        return  # whatever it is, the remedy for a single number says more
    for along in _choices(right.ndim):
        first = right[_place("first", along, right.ndim)]
        shapes = right.shape, first.shape, first.squeeze(along).shape
        if first.size == right.size or yours.shape not in shapes:
            continue
        repeated = yours.shape == right.shape
        one = yours[_place("first", along, right.ndim)] if repeated else yours.reshape(first.shape)
        if repeated and not _same(yours, np.broadcast_to(one, right.shape)):
            continue
        for word, remedy in _made_from(right, one, along, REPEATED if repeated else ONE_ROUND):
            where = _along(along, right, axes)
            only = f"It has only the {word} of the right numbers {where}."
            every = f"Every place {where} has the {word} of the right numbers."
            kind = ("condensed", repeated, word, *(axis - right.ndim for axis in along))
            distinctive = bool(yours.any())
            yield Likeness(kind, every if repeated else only, remedy, distinctive)


def _made_from(
    right: np.ndarray, one: np.ndarray, along: tuple[int, ...], remedies: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield how one number follows from those along axes, with the remedy."""
    for end in ENDS:
        if _same(one, right[_place(end, along, right.ndim)]):
            yield end, remedies[end]
    for word, reduce in REDUCTIONS.items():
        if _same(one, reduce(right, axis=along, keepdims=True)):
            yield word, remedies.get(word, REDUCED)


def _place(end: str, along: Sequence[int], axes: int) -> tuple[slice, ...]:
    """Return the index of the first or last place along some axes."""
    return tuple(ENDS[end] if axis in along else slice(None) for axis in range(axes))


def _along(along: Sequence[int], right: np.ndarray, axes: Sequence[str]) -> str:
    names = _names(right, axes)
    return listed(f"along {names[axis]}" for axis in along)


def _turned(yours: np.ndarray, right: np.ndarray, axes: Sequence[str]) -> Iterator[Likeness]:
    if yours.shape != right.shape:
        return
    names = _names(right, axes)
    for flipped in _choices(right.ndim):
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


def _running(yours: np.ndarray, right: np.ndarray) -> Iterator[Likeness]:
    """Find an accumulator that is not reset: each number adds up the right ones before it."""
    if yours.shape != right.shape or not right.ndim:
        return
    for first, end in combinations(range(right.ndim + 1), 2):  # the axes looped over
        rows = right.reshape(*right.shape[:first], -1, *right.shape[end:])
        if _same(yours, rows.cumsum(first).reshape(right.shape)):
            sentence = "Each number is a running total of the right ones."
            remedy = "Set the variable that collects the sum to 0 for each output."
            yield Likeness(("running", first - right.ndim, end - right.ndim), sentence, remedy)


def _choices(axes: int) -> Iterator[tuple[int, ...]]:
    """Yield every choice of one axis or more, those of fewer axes first."""
    for count in range(1, axes + 1):
        yield from combinations(range(axes), count)


def _names(right: np.ndarray, axes: Sequence[str]) -> Sequence[str]:
    if len(axes) == right.ndim and "..." not in axes:
        return axes
    return [f"axis {axis}" for axis in range(right.ndim)]


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    largest = float(np.abs(other).max(initial=0.0))
    return one.shape == other.shape and bool((np.abs(one - other) <= TOLERANCE * largest).all())


def _fraction(factor: float) -> str:
    near = Fraction(factor).limit_denominator(LARGEST_DENOMINATOR)
    readable = abs(near) < LARGEST_DENOMINATOR and abs(near - factor) < TOLERANCE / 10 * abs(factor)
    return str(near) if readable else f"{factor:.6g}"
