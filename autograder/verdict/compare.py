"""Compare an outcome with the right answer: first shape, then kind, finiteness and values."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np

from ..records import (
    Answer,
    Comparison,
    Gap,
    GapKind,
    Outcome,
    Raised,
    Refused,
    Run,
    SheetCase,
    TaskSheet,
)

# Wrong answers have no allowances. In exact cases they are integers or ratios of integers.
TOLERANCE = 1e-5  # relative to the largest number
# Numbers, and names that students choose: they differ between students who made the same mistake.
# A function's name is matched only from its start, so that time stays linear in hostile messages.
CHOSEN = re.compile(
    r"\d+|\b(?:variable|name|attribute|argument:?) '\w+'|(?<![\w.<>])[\w.<>]++\(\)|^'[^']*'$",
    re.ASCII,
)
MOST_KEPT = 4096  # outcomes
CHECK = re.compile(r"\s*(?:raise|assert)\b")


def compare_run(task: TaskSheet, run: Run) -> tuple[Comparison, ...]:
    """Compare every case of a task with its outcome. With no outcome, all parts are missing."""
    return tuple(comparing(task, run))


def comparing(task: TaskSheet, run: Run) -> Iterator[Comparison]:
    """Yield what `compare_run` returns, one case at a time."""
    outcomes = [*run.outcomes, *[None] * (len(task.cases) - len(run.outcomes))]
    for case, outcome in zip(task.cases, outcomes, strict=True):
        yield compare(task, case, outcome)


def compare(task: TaskSheet, case: SheetCase, outcome: Outcome | None) -> Comparison:
    """Find the gap of each part of one call: None if it is right, "missing" without an answer.

    Where several answers are right and the outcome equals none, compare it with TensorFlow's.
    """
    shared = outcome is not None and outcome.shared
    return (_compare if shared else _compare.__wrapped__)(task, case, outcome)


@lru_cache(maxsize=MOST_KEPT)
def _compare(task: TaskSheet, case: SheetCase, outcome: Outcome | None) -> Comparison:
    parts = outcome.parts if outcome else ()
    gaps = _gaps(task, case.answers, case.allowances, parts)
    if any(gaps.values()):
        for answers in case.also:
            if not any(_gaps(task, answers, case.allowances, parts).values()):
                gaps = dict.fromkeys(gaps)
    return Comparison(case=case, outcome=outcome, gaps=gaps, axes={**task.arrays, **task.parts})


def _gaps(
    task: TaskSheet,
    answers: Mapping[str, np.ndarray],
    allowances: Mapping[str, np.ndarray],
    parts: Sequence[np.ndarray | Refused],
) -> dict[str, Gap | None]:
    gaps: dict[str, Gap | None] = {}
    for position, (name, right) in enumerate(answers.items()):
        if position >= len(parts) or len(parts) > len(answers):
            gaps[name] = Gap(kind="missing", actual=f"{len(parts)}", expected=f"{len(answers)}")
            continue
        yours = parts[position]
        if isinstance(yours, Refused):
            gaps[name] = _refused(yours)
        else:
            allowed = allowances.get(name)
            allowed = np.zeros(right.shape) if allowed is None else allowed
            gaps[name] = find_gap(yours, right, allowed, task.integer)
    return gaps


def _refused(part: Refused) -> Gap:
    kind, several = part.kind, part.kind.removeprefix("ragged ")
    words = kind if several == kind else f"a {several} of unequal arrays"
    actual = "None" if kind == "NoneType" else words
    return Gap(kind="refused", actual=actual, expected="an array of numbers")


def find_gap(
    yours: np.ndarray, right: np.ndarray, allowed: np.ndarray, integer: bool = False
) -> Gap | None:
    """Return the gap between an array and the right one, or None.

    yours: an array of any shape and real dtype. right, allowed: of one shape.
    allowed: the largest distance that counts as equal.
    integer: the answer is an integer: `yours` must have an integer dtype and agree exactly.
    """
    if yours.shape != right.shape:
        return Gap(kind="shape", actual=str(yours.shape), expected=str(right.shape))
    if integer and yours.dtype.kind not in "iu":
        return Gap(kind="kind", actual=yours.dtype.name, expected="an integer")
    with np.errstate(invalid="ignore", over="ignore"):
        distance = np.abs(np.subtract(yours, right, dtype=np.float64))
        if not integer and (distance <= allowed).all():  # true of nearly every answer
            return None
        wrong = yours != right if integer else strays(yours, right, distance, allowed)
    if not wrong.any():
        return None
    finite = np.isfinite(yours) | ~np.isfinite(right)
    excess = np.where(wrong, np.where(finite, distance, np.inf), -1.0)
    index = np.unravel_index(int(excess.argmax()), right.shape)
    return Gap(
        kind="values" if finite.all() else _infinite(yours[~finite]),
        wrong=int(wrong.sum()),
        total=right.size,
        index=tuple(int(i) for i in index),
        yours=yours[index].item(),
        right=right[index].item(),
        allowed=float(allowed[index]),
    )


def _infinite(lost: np.ndarray) -> GapKind:
    """Return the kind of a gap from these non-finite numbers."""
    return "lowest" if (lost == -np.inf).all() else "finite"


def alike(one: np.ndarray | Refused, other: np.ndarray | Refused) -> bool:
    """Tell whether two wrong parts are the same: equal up to TOLERANCE, or both missing."""
    if isinstance(one, Refused) or isinstance(other, Refused):
        return type(one) is type(other) and one == other
    if one.shape != other.shape:
        return False
    largest = float(np.abs(other[np.isfinite(other)]).max(initial=1.0))
    with np.errstate(invalid="ignore", over="ignore"):
        distance = np.abs(np.subtract(one, other, dtype=np.float64))
        return not strays(one, other, distance, TOLERANCE * largest).any()


def failure(result: object) -> object:
    """Return a failure in a form that can be compared, and None for an answer.

    Different mistakes raise the same type, so the message counts too, except for its numbers and
    the names that a student has chosen. Messages of a student's own checks do not count.
    """
    if isinstance(result, Raised):
        if is_own_check(result):
            return AssertionError
        return result.type, CHOSEN.sub("#", result.message)
    return result if not isinstance(result, Answer) else None


def is_own_check(raised: Raised) -> bool:
    """Tell whether the submission's own `raise` or `assert` refused the arguments."""
    last = raised.frames[-1].text if raised.frames else ""
    refuses = raised.type == "AssertionError" or CHECK.match(last) is not None
    return refuses and raised.type not in ("NotImplementedError", "OffLimits")


def strays(
    yours: np.ndarray, right: np.ndarray, distance: np.ndarray, allowed: np.ndarray | float
) -> np.ndarray:
    """Return a boolean mask: values off by more than allowed, or where only one is nan.

    All arrays have the same shape. distance: |yours - right|; nan for two equal infinities.
    """
    lost = np.isnan(yours) != np.isnan(right)  # a distance to nan is nan, which exceeds nothing
    return lost | (distance > allowed)
