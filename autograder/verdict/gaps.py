"""Write about one wrong part of an answer in a public case: both numbers, and where they are."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from ..records import Comparison, Gap, Line, Refused, TaskSheet
from ..text import number, shape_text, visible
from . import remedies
from .compare import TOLERANCE

FLOAT32 = 2.0**29  # ratio of the unit round-offs of float32 and float64
INEXACT = (
    "Computed directly, these numbers are exact. Look for a division that is multiplied back, a"
    " small number such as 1e-7 that is added, or rounding."
)


def gap_lines(task: TaskSheet, comparison: Comparison, part: str, gap: Gap) -> Iterator[Line]:
    """Yield lines that say where and by how much a part of an answer is off."""
    start = f"{part}: " if len(task.parts) > 1 else ""
    if gap.kind == "shape":
        yield Line(start + _shape(task, comparison, part), 1)
    elif gap.kind in ("kind", "refused"):
        expected = f"expected {visible(gap.expected)}."
        yield Line(f"{start}got {visible(gap.actual)}, {expected}", 1)
    elif gap.kind != "missing":
        yield Line(start + _where(gap), 1)
        yield Line(_numbers(gap, comparison.case.exact), 2)
        if tip := _too_narrow(task, comparison, part) or _inexact(task, comparison, part, gap):
            yield Line(tip, 2)


def _too_narrow(task: TaskSheet, comparison: Comparison, part: str) -> str:
    """Write about a dtype, if it cannot hold the right numbers."""
    assert comparison.outcome is not None
    array = comparison.outcome.parts[list(task.parts).index(part)]
    right = comparison.case.answers[part]
    assert not isinstance(array, Refused)
    if task.integer:
        return ""
    given = next(iter(comparison.case.arrays), "")
    if right.dtype == np.float64 and array.dtype in (np.float32, np.float64):
        return _narrowed(array, comparison.gaps[part], given)
    if array.dtype.kind == right.dtype.kind == "f" and array.itemsize > 2:
        return ""
    if array.dtype.kind in "iu" and (np.floor(right) == right).all():
        return ""
    holds = "three digits of a number" if array.dtype.kind == "f" else "whole numbers"
    make = f"Make it with the dtype of the inputs, as in np.zeros(shape, {given}.dtype)."
    return f"Its dtype is {array.dtype}, which holds only {holds}. {make}"


def _narrowed(array: np.ndarray, gap: Gap | None, given: str) -> str:
    """Write about an answer to float64 inputs that is right only to the precision of float32."""
    assert gap is not None
    if gap.kind != "values" or abs(gap.yours - gap.right) > FLOAT32 * gap.allowed:
        return ""
    if array.dtype == np.float32:
        return f"Its dtype is float32 for float64 inputs. Return an array of {given}.dtype."
    return (
        "It is less precise than float64. Look for a step in float32, a rounded constant, a small"
        " number such as 1e-7 that is added, or a number that is added and subtracted again."
    )


def _inexact(task: TaskSheet, comparison: Comparison, part: str, gap: Gap) -> str:
    """Write about numbers that are nearly right, in a case that needs no rounding."""
    if gap.kind != "values" or gap.allowed or task.integer or not comparison.case.exact:
        return ""
    right = comparison.case.answers[part]
    largest = float(np.abs(right[np.isfinite(right)]).max(initial=0.0))
    return INEXACT if abs(gap.yours - gap.right) < TOLERANCE * largest else ""


def _shape(task: TaskSheet, comparison: Comparison, part: str) -> str:
    """Write both shapes, and the names of the axes that differ."""
    assert comparison.outcome is not None  # only a returned array has a shape
    array = comparison.outcome.parts[list(task.parts).index(part)]
    assert not isinstance(array, Refused)
    yours, right = array.shape, comparison.case.answers[part].shape
    one = f"got a single number, expected an array of shape {shape_text(right)}"
    sentence = f"the shape is {shape_text(yours)}, expected {shape_text(right)}" if yours else one
    if yours == (1, *right):
        look = "Look for keepdims, [None], or a comma after the array."
        return f"{sentence}: one axis too many. {look}"
    words = task.parts[part].split()
    if len(yours) == len(right) == len(words):
        differing = []
        for word, actual, size in zip(words, yours, right, strict=True):
            if actual != size:
                differing.append(f"{word} is {actual} instead of {size}")
        return f"{sentence}: {', '.join(differing)}."
    named = [word for word in words if word != "..."]
    return f"{sentence} ({' '.join(words)})." if named else f"{sentence}."


def shape_remedy(comparison: Comparison, part: str, named: bool) -> str:
    """Write what to do about a shape; nothing if the mistake is named, which says more."""
    assert comparison.outcome is not None
    array = comparison.outcome.parts[list(comparison.case.answers).index(part)]
    assert not isinstance(array, Refused)
    shape, right = array.shape, comparison.case.answers[part].shape
    if named or shape == (1, *right):
        return ""
    if not shape:
        return remedies.ONE_NUMBER
    if not right and not comparison.case.arrays:
        return remedies.ONE_COUNT
    if len(shape) == len(right) == 4 and shape[0] > right[0] and shape[3] > right[3]:
        return remedies.PADDED
    return remedies.EMPTY if 0 in shape and 0 not in right else remedies.GAPS["shape"]


def _where(gap: Gap) -> str:
    place = f" at {list(map(int, gap.index))}" if gap.index else ""
    if gap.kind in ("finite", "lowest"):
        among = "-inf" if gap.kind == "lowest" else "nan or inf"
        among += f" is among them{',' + place if place else ''}"
        return f"{gap.wrong} of {gap.total} values differ, and {among}"
    if gap.total == 1:
        return "the value differs"
    return f"{gap.wrong} of {gap.total} values differ; the widest gap is{place}"


def _numbers(gap: Gap, exact: bool) -> str:
    """Write both numbers, with enough digits to tell them apart."""
    digits = 4
    while digits < 17 and float(number(gap.yours, digits)) == float(number(gap.right, digits)):
        digits += 1
    text = f"yours {number(gap.yours, digits)}   TensorFlow {number(gap.right, digits)}"
    if gap.kind in ("finite", "lowest"):
        return text
    allowed = "" if exact else f"   allowed {_size(gap.allowed)}"
    return f"{text}   off by {_size(abs(gap.yours - gap.right))}{allowed}"


def _size(value: float) -> str:
    if not math.isfinite(value) or (value == int(value) and value < 1e7):
        return number(value)
    if 10 <= value < 1e7:
        return f"{value:.0f}"
    return f"{value:.2g}" if 1e-3 <= value < 10 else f"{value:.1e}"
