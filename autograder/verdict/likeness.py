"""Find resemblances of a wrong array to the right one: reordered, scaled, not summed, unfinished.

They do not depend on the task, so they help with unknown mistakes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, permutations
from math import isclose, prod
from typing import NamedTuple

import numpy as np

from ..records import Comparison, Refused, TaskSheet
from ..text import listed
from .compare import TOLERANCE
from .diagnose import varied

# The ways to reorder an array grow fast with its axes, and a student's array may have many.
MOST_AXES = 6
MOST_NUMBERS = 100_000
LARGEST_DENOMINATOR = 100
ENDS = {"first": np.s_[:1], "last": np.s_[-1:]}
ONE_ROUND = {
    "first": "Look for a `return` inside a loop: it ends the function on the first pass.",
    "last": "Look for an array or list created inside a loop: each pass begins with an empty one."
    " Create it before the loop.",
}
# (places along axes, sentence, remedy) for an array that is right there and 0 elsewhere.
PARTLY_ZERO = (
    (
        np.s_[:-1],
        "It is 0 in the last place {}, and right elsewhere.",
        "Look for a loop that ends one step early: range(n) already stops before n.",
    ),
    (
        np.s_[1:],
        "It is 0 in the first place {}, and right elsewhere.",
        "Look for a loop that begins at 1: the first index is 0.",
    ),
    (
        ENDS["first"],
        "It is right in the first place {}, and 0 elsewhere.",
        ONE_ROUND["first"],
    ),
    (ENDS["last"], "It is right in the last place {}, and 0 elsewhere.", ONE_ROUND["last"]),
)
ONLY = "It has only the {word} of the right numbers {where}."
EVERY = "Every place {where} has the {word} of the right numbers."
REPEATED = {
    "first": "Look for an index that stays at 0.",
    "last": "`[[0] * n] * m` is one row m times, so writing to one row changes all of them."
    " Use np.zeros((m, n)).",
    "sum": "`[[0] * n] * m` is one row m times: use np.zeros((m, n)). Or does a sum lack its"
    " axis=?",
}
NOT_STORED = (
    "NumPy's functions return a new array: store it, as in x = np.pad(x, ...). In a loop,"
    " `row = ...` changes no array."
)
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
    found = likeness(part, yours, right, task.parts[part].split(), answers)
    with np.errstate(invalid="ignore"):  # a nan of an array that was never filled may signal
        return found if found is None else [*_argument(yours, comparison.case.arrays), *found]


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
    axes = _names(right, axes)
    with np.errstate(all="ignore"):  # a student's numbers may overflow
        yours, right = yours.astype(np.float64), right.astype(np.float64)
        if _same(yours, right):
            return []
        found = [*_partly_zero(yours, right, axes)]
        if varied(yours):
            found += _misplaced(yours, others)
            found += _reshaped(part, yours, right)
            found += _reversed(yours, right, axes)
            found += _scaled(yours, right)
        if yours.ndim:  # a single number has a remedy of its own, which says more
            found += _condensed(yours, right, axes)
        found += _running(yours, right)
        return [*found, *_not_summed(part, yours, right)]


def _argument(yours: np.ndarray, arrays: Mapping[str, np.ndarray]) -> Iterator[Likeness]:
    for name, array in arrays.items():
        if np.array_equal(yours, array) and varied(yours):
            sentence = f"It is the argument {name}, unchanged."
            yield Likeness(("argument", name), sentence, NOT_STORED)


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
        if _same(yours.sum(axis=summed), right):
            over = listed(f"axis {axis}" for axis in summed)
            sentence = f"Summed over {over}, it would be right."
            yield Likeness(("sum", *summed), sentence, _sum_it(part))


def _not_summed(part: str, yours: np.ndarray, right: np.ndarray) -> Iterator[Likeness]:
    """Find numbers left as arrays, such as a window times the kernel."""
    more = yours.shape[right.ndim :]
    if more and yours.shape[: right.ndim] == right.shape:
        sentence = f"It has an array of shape {more} in place of each number."
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


def _partly_zero(yours: np.ndarray, right: np.ndarray, axes: Sequence[str]) -> Iterator[Likeness]:
    """Find an array that is right in some places along axes, and 0 in all others."""
    for kept, sentence, remedy in PARTLY_ZERO:
        for along in _choices(right):
            there = _place(kept, along, right)
            expected = np.zeros_like(right)
            expected[there] = right[there]
            if _same(yours, expected) and np.count_nonzero(yours) == np.count_nonzero(yours[there]):
                where = sentence.format(_along(along, axes))
                yield Likeness((sentence, *along), where, remedy, bool(yours.any()))


def _condensed(yours: np.ndarray, right: np.ndarray, axes: Sequence[str]) -> Iterator[Likeness]:
    """Find axes reduced to one number, such as their sum, or filled with it."""
    for along in _choices(right):
        where = _along(along, axes)
        for word, one in _reductions(right, along):
            if _same(yours, np.broadcast_to(one, right.shape)):
                sentence, remedies = EVERY, REPEATED
            elif _same(yours, one) or _same(yours, one.squeeze(along)):
                sentence, remedies = ONLY, ONE_ROUND
            else:
                continue
            remedy = remedies.get(word, REDUCED)
            kind = (sentence, word, *along)
            yield Likeness(kind, sentence.format(word=word, where=where), remedy, bool(yours.any()))


def _reductions(right: np.ndarray, along: tuple[int, ...]) -> Iterator[tuple[str, np.ndarray]]:
    """Yield each way to reduce axes to one number, with the numbers that it gives."""
    for end, place in ENDS.items():
        yield end, right[_place(place, along, right)]
    for word, reduce in REDUCTIONS.items():
        yield word, reduce(right, axis=along, keepdims=True)


def _place(chosen: slice, along: Sequence[int], array: np.ndarray) -> tuple[slice, ...]:
    """Return the index of the chosen places along some axes, and all along the others."""
    return tuple(chosen if axis in along else slice(None) for axis in range(-array.ndim, 0))


def _along(along: Sequence[int], axes: Sequence[str]) -> str:
    return listed(f"along {axes[axis]}" for axis in along)


def _reversed(yours: np.ndarray, right: np.ndarray, axes: Sequence[str]) -> Iterator[Likeness]:
    for flipped in _choices(right):
        if _same(yours, np.flip(right, flipped)):
            along = listed(axes[axis] for axis in flipped)
            sentence = f"These are the right numbers, reversed along {along}."
            remedy = "Look for a missing [::-1], or one too many."
            yield Likeness(("reversed", *flipped), sentence, remedy)


def _scaled(yours: np.ndarray, right: np.ndarray) -> Iterator[Likeness]:
    if yours.shape != right.shape:
        return
    if _same(yours, -right):
        sentence = "These are the right numbers with the opposite sign."
        yield Likeness(("sign",), sentence, "Check the signs.")
    largest = np.abs(right).argmax()
    factor = yours.flat[largest] / right.flat[largest]
    if np.isfinite(factor) and _same(yours, factor * right):
        sentence = f"These are the right numbers, each times {_fraction(factor)}."
        remedy = "Look for a mean instead of a sum, a sum instead of a mean, or an extra factor."
        yield Likeness(("factor",), sentence, remedy)


def _running(yours: np.ndarray, right: np.ndarray) -> Iterator[Likeness]:
    """Find an accumulator that is not reset."""
    if any(_same(yours, totals) for totals in _totals(right)):
        sentence = "Each number is a running total of the right ones."
        remedy = "Set the variable that collects the sum to 0 for each output."
        yield Likeness(("running",), sentence, remedy)


def _totals(right: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the running totals over each choice of adjacent axes, as nested loops give them."""
    for first, end in combinations(range(right.ndim + 1), 2):
        rows = right.reshape(*right.shape[:first], -1, *right.shape[end:])
        yield rows.cumsum(first).reshape(right.shape)


def _choices(array: np.ndarray) -> Iterator[tuple[int, ...]]:
    """Yield every choice of one axis or more, those of fewer axes first.

    Axes are counted from the last: the cases of a task may differ in how many precede it.
    """
    for count in range(1, array.ndim + 1):
        yield from combinations(range(-array.ndim, 0), count)


def _names(right: np.ndarray, axes: Sequence[str]) -> Sequence[str]:
    if len(axes) == right.ndim and "..." not in axes:
        return axes
    return [f"axis {axis}" for axis in range(right.ndim)]


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    if one.shape != other.shape:
        return False
    return bool((np.abs(one - other) <= TOLERANCE * np.abs(other).max()).all())


def _fraction(factor: float) -> str:
    from fractions import Fraction  # which few answers need, and takes a hundredth of a `check`

    near = Fraction(factor).limit_denominator(LARGEST_DENOMINATOR)
    readable = abs(near) < LARGEST_DENOMINATOR and isclose(near, factor, rel_tol=TOLERANCE / 10)
    return str(near) if readable else f"{factor:.6g}"
