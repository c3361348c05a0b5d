"""Summarise a class: its mistakes, its exercises, its mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ..records import Grade


def mistakes(grade: Grade) -> list[str]:
    """Return the mistakes named in one submission, each once, in the order of its tasks."""
    return list(dict.fromkeys(task.mistake for task in grade.tasks if task.mistake))


def most_common(grades: Iterable[Grade]) -> list[tuple[tuple[str, str], int]]:
    """Return ((exercise, mistake), number of submissions), the most frequent first."""
    counts = Counter((grade.exercise, mistake) for grade in grades for mistake in mistakes(grade))
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def by_exercise(grades: Sequence[Grade]) -> dict[str, list[Grade]]:
    """Return the grades of each exercise, in the order given."""
    names = dict.fromkeys(grade.exercise for grade in grades)
    return {name: [grade for grade in grades if grade.exercise == name] for name in names}


def mean_share(grades: Iterable[Grade]) -> float | None:
    """Return the mean share of the full points over all graded submissions, or None without any."""
    shares = []
    for grade in grades:
        if grade.score is not None and grade.max_score:
            shares.append(grade.score / grade.max_score)
    return sum(shares) / len(shares) if shares else None
