"""What a wrong array still has to do with the right one: the same numbers, but turned, scaled or not yet summed.

That is true of any layer, so it helps with the mistakes that nobody has on file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations, permutations
from typing import NamedTuple

import numpy as np

from .diagnose import TOLERANCE

# A student's array may have any shape, and the ways to turn it are many.
MOST_AXES = 6
MOST_NUMBERS = 100_000
LARGEST_DENOMINATOR = 100


class Likeness(NamedTuple):
    """What a wrong array is, and where to look."""

    sentence: str
    remedy: str


def likeness(
    yours: np.ndarray, right: np.ndarray, axes: Sequence[str], others: Mapping[str, np.ndarray]
) -> Likeness | None:
    """The first likeness of `yours`, which is wrong, to `right`, whose axes have these names; None where there is none.

    others: the right answers of the other parts.
    """
    if yours.ndim > MOST_AXES or yours.size > MOST_NUMBERS or not _varied(yours) or _same(yours, right):
        return None
    with np.errstate(all="ignore"):  # a student's numbers may be as large as numbers get
        return next(chain(_misplaced(yours, others), _reshaped(yours, right), _turned(yours, right, axes)), None)


def _misplaced(yours: np.ndarray, others: Mapping[str, np.ndarray]) -> Iterator[Likeness]:
    for name, other in others.items():
        if _same(yours, other):
            yield Likeness(f"These are the numbers of {name}.", "Return the arrays in the order the docstring states.")


def _reshaped(yours: np.ndarray, right: np.ndarray) -> Iterator[Likeness]:
    if yours.shape != right.shape and _same(yours.ravel(), right.ravel()):
        yield Likeness("These are the right numbers, in another shape.", "Bring them into the shape that is asked for.")
    _, *orders = permutations(range(yours.ndim))
    if any(_same(yours.transpose(order), right) for order in orders):
        remedy = "Bring the axes into the order the docstring states, with np.transpose for instance."
        yield Likeness("These are the right numbers, with the axes in another order.", remedy)
    for summed in combinations(range(yours.ndim), max(yours.ndim - right.ndim, 0)):
        if summed and _same(yours.sum(axis=summed), right):
            remedy = "What is shared collects from all that share it: sum over the axes that it does not have."
            yield Likeness(f"Summed over {_listed(f'axis {axis}' for axis in summed)}, it would be right.", remedy)


def _turned(yours: np.ndarray, right: np.ndarray, axes: Sequence[str]) -> Iterator[Likeness]:
    if yours.shape != right.shape:
        return
    for count in range(1, right.ndim + 1):
        for flipped in combinations(range(right.ndim), count):
            if _same(np.flip(yours, flipped), right):
                names = _listed(axes[axis] if len(axes) == right.ndim else f"axis {axis}" for axis in flipped)
                remedy = "Look for a [::-1] that is missing, or one too many."
                yield Likeness(f"These are the right numbers, reversed along {names}.", remedy)
    place = np.unravel_index(int(np.abs(right).argmax()), right.shape)
    factor = float(yours[place] / right[place]) if right[place] else 0.0
    if not np.isfinite(factor) or not _same(yours, factor * right):
        return
    if abs(factor + 1) < TOLERANCE:
        yield Likeness("These are the right numbers with the opposite sign.", "Look for a minus.")
    else:
        remedy = "Look for a mean where a sum is asked for, or for a factor."
        yield Likeness(f"These are the right numbers, each times {_fraction(factor)}.", remedy)


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    largest = float(np.abs(other).max(initial=0.0))
    return one.shape == other.shape and bool((np.abs(one - other) <= TOLERANCE * largest).all())


def _varied(array: np.ndarray) -> bool:
    """Whether it has two numbers that neither a zero nor a sign explains: without, it is like too many others."""
    return bool(np.isfinite(array).all()) and np.unique(np.abs(array[array != 0])).size > 1


def _fraction(factor: float) -> str:
    near = Fraction(factor).limit_denominator(LARGEST_DENOMINATOR)
    return str(near) if abs(near - factor) < TOLERANCE * abs(factor) else f"{factor:.4g}"
