"""An outcome beside the right answer: shape first, then kind, then finiteness, then values."""

from collections.abc import Mapping, Sequence

import numpy as np

from .records import Comparison, Gap, Outcome, SheetCase, TaskSheet


def compare(task: TaskSheet, case: SheetCase, outcome: Outcome | None) -> Comparison:
    """Each part of one call with its gap, or None where it is right. Without an answer every part is missing.

    Where several answers are right, what is not right is compared with TensorFlow's.
    """
    parts = outcome.parts if outcome and outcome.parts is not None else ()
    gaps = _gaps(task, case, case.answers, parts)
    if any(gaps.values()) and any(not any(_gaps(task, case, answers, parts).values()) for answers in case.also):
        gaps = dict.fromkeys(gaps)
    return Comparison(case, outcome, gaps, {**task.arrays, **task.parts})


def _gaps(
    task: TaskSheet, case: SheetCase, answers: Mapping[str, np.ndarray], parts: Sequence[np.ndarray]
) -> dict[str, Gap | None]:
    gaps: dict[str, Gap | None] = {}
    for position, (name, right) in enumerate(answers.items()):
        if position >= len(parts) or len(parts) > len(answers):
            gaps[name] = Gap("missing", came=f"{len(parts)}", expected=f"{len(answers)}")
        else:
            allowed = case.allowances.get(name, np.zeros(right.shape))
            gaps[name] = find_gap(parts[position], right, allowed, task.integer)
    return gaps


def find_gap(yours: np.ndarray, right: np.ndarray, allowed: np.ndarray, integer: bool = False) -> Gap | None:
    """How `yours` strays from `right` by more than `allowed` (all of one shape), or None."""
    if yours.shape != right.shape:
        return Gap("shape", str(yours.shape), str(right.shape))
    if integer and yours.dtype.kind not in "iu":
        return Gap("kind", came=yours.dtype.name, expected="an integer")
    finite = np.isfinite(yours) | ~np.isfinite(right)
    wrong = yours != right if integer else ~finite | (_distance(yours, right) > allowed)
    if not wrong.any():
        return None
    distance = np.where(finite, _distance(yours, right), np.inf)
    excess = np.where(wrong, distance, -1.0)
    index = np.unravel_index(int(excess.argmax()), right.shape)
    return Gap(
        "values" if finite.all() else "finite",
        wrong=int(wrong.sum()),
        total=right.size,
        index=tuple(int(i) for i in index),
        yours=yours[index].item(),
        right=right[index].item(),
        allowed=float(allowed[index]),
    )


def _distance(yours: np.ndarray, right: np.ndarray) -> np.ndarray:
    """|yours - right| in float64; equal numbers, infinite ones too, are 0 apart."""
    with np.errstate(invalid="ignore", over="ignore"):
        gap = np.abs(yours.astype(np.float64) - right.astype(np.float64))
    return np.where(yours == right, 0.0, gap)
