"""Summarise a class: its mistakes, its exercises, its mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..records import Grade


def mistakes(grade: Grade) -> list[str]:
    """Return the distinct mistakes named in one submission, in the order of its tasks."""
    return list(dict.fromkeys(mistake for task in grade.tasks for mistake in task.mistakes))


def most_common(grades: Iterable[Grade]) -> list[tuple[tuple[str, str], int]]:
    """Return ((exercise, mistake), number of submissions), the most frequent first."""
    return _counts((grade.exercise, mistake) for grade in grades for mistake in mistakes(grade))


def unnamed(grade: Grade) -> dict[str, str]:
    """Return task -> fingerprint for the wrong answers of one submission that have no name."""
    return {task.name: task.fingerprint for task in grade.tasks if task.fingerprint}


def shared(grades: Iterable[Grade]) -> list[tuple[tuple[str, str, str], list[str]]]:
    """Return ((exercise, task, fingerprint), students) for unnamed answers that several share.

    The most frequent come first.
    """
    groups: dict[tuple[str, str, str], list[str]] = {}
    for grade in grades:
        for task, fingerprint in unnamed(grade).items():
            groups.setdefault((grade.exercise, task, fingerprint), []).append(grade.student or "-")
    several = [(key, students) for key, students in groups.items() if len(students) > 1]
    return sorted(several, key=lambda item: (-len(item[1]), item[0]))


def failures(grades: Iterable[Grade]) -> list[tuple[tuple[str, str], int]]:
    """Return ((exercise, task), number of submissions not right), the most frequent first."""
    return _counts(
        (grade.exercise, task.name)
        for grade in grades
        if grade.submission_sha256
        for task in grade.tasks
        if task.verdict not in ("pass", "not_graded")
    )


def _counts(names: Iterable[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    return sorted(Counter(names).items(), key=lambda item: (-item[1], item[0]))


def by_exercise(grades: Iterable[Grade]) -> dict[str, list[Grade]]:
    """Return the grades of each exercise, in the order given."""
    groups: dict[str, list[Grade]] = {}
    for grade in grades:
        groups.setdefault(grade.exercise, []).append(grade)
    return groups


def mean_share(grades: Iterable[Grade]) -> float | None:
    """Return the mean share of full points over all graded submissions, or None without any."""
    shares = []
    for grade in grades:
        if grade.score is not None and grade.max_score:
            shares.append(grade.score / grade.max_score)
    return sum(shares) / len(shares) if shares else None
