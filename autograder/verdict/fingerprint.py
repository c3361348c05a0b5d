"""Fingerprint an unnamed wrong answer, so that equal ones can be counted."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from ..records import Comparison, TaskSheet
from .diagnose import is_recorded

BYTES = 4
STEPS = 10_000  # steps from 0 to the largest number: smaller differences may be rounding
# Moves the borders between steps away from likely numbers: integers and simple fractions.
BORDER = 0.3819660113


def fingerprint(task: TaskSheet, comparisons: Sequence[Comparison]) -> str:
    """Return eight digits that two submissions share if they give the same wrong numbers.

    It is "" if no number is wrong. It uses the cases that are recorded for known mistakes.

    It is keyed with the sheet, which students do not have: all that it reveals about answers to
    hidden cases is that two are equal.
    """
    digest = hashlib.blake2b(digest_size=BYTES, key=_key(task))
    found = False
    for position, comparison in enumerate(comparisons):
        if not is_recorded(task, comparison.case):
            continue
        parts = comparison.outcome.parts if comparison.outcome else ()
        for number, (part, gap) in enumerate(comparison.gaps.items()):
            if gap:
                yours = parts[number] if number < len(parts) else None
                digest.update(f"{position} {part}".encode())
                if isinstance(yours, np.ndarray):
                    found = True
                    digest.update(str(yours.shape).encode())
                    digest.update(_rounded(yours, task.integer).tobytes())
    return digest.hexdigest() if found else ""


def _rounded(array: np.ndarray, integer: bool) -> np.ndarray:
    """Return numbers that are equal for arrays that differ only by rounding."""
    with np.errstate(invalid="ignore"):  # a signalling nan
        numbers = array.astype(np.float64)
        if not integer:
            largest = np.abs(numbers[np.isfinite(numbers)]).max(initial=0.0)
            numbers = np.floor(numbers / (largest or 1.0) * STEPS + BORDER)
    return np.nan_to_num(numbers, nan=2 * STEPS, posinf=3 * STEPS, neginf=-3 * STEPS)


@lru_cache(maxsize=256)  # the same for every submission
def _key(task: TaskSheet) -> bytes:
    """Return a digest of all inputs and answers of a task."""
    digest = hashlib.blake2b(task.name.encode())
    for case in task.cases:
        for array in (*case.arrays.values(), *case.answers.values()):
            digest.update(np.ascontiguousarray(array).tobytes())
    return digest.digest()
