"""Measure how hard each task is for a class, and how well it tells students apart.

Students who submitted nothing do not count: they say nothing about a task.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from msgspec import Struct

from ..records import Grade, TaskGrade

FEWEST = 10  # students needed for a meaningful correlation


class Item(Struct, frozen=True, kw_only=True):
    """One task over a class, or one cell of it.

    right: how many of `total` students have it fully right.
    share: the mean share of its points; 1 is easy.
    discrimination: the correlation of its points with those in all other tasks, from -1 to 1; None
        if there are too few students, or all points are equal.
    cells: those of a task; empty for a cell.
    """

    name: str
    part: str = ""
    right: int
    total: int
    share: float
    discrimination: float | None
    cells: tuple[Item, ...] = ()


def items(grades: Iterable[Grade]) -> dict[str, list[Item]]:
    """Return exercise -> its tasks, with their cells, in the order of the exercise."""
    submitted = [grade for grade in grades if grade.submission_sha256]
    scores: dict[str | None, list[float]] = defaultdict(lambda: [0.0, 0.0])
    tasks: dict[tuple[str, str], list[tuple[str | None, TaskGrade]]] = defaultdict(list)
    for grade in submitted:
        for task in grade.tasks:
            if task.score is not None:
                scores[grade.student][0] += task.score
                scores[grade.student][1] += task.max_score
                tasks[grade.exercise, task.name].append((grade.student, task))
    found: dict[str, list[Item]] = {}
    for (exercise, name), theirs in tasks.items():
        rest = [_rest(scores[student], task) for student, task in theirs]
        found.setdefault(exercise, []).append(_task(name, [task for _, task in theirs], rest))
    return found


def _rest(scores: Sequence[float], task: TaskGrade) -> float:
    """Return the share of points in all other tasks, or nan without any."""
    most = scores[1] - task.max_score
    return (scores[0] - (task.score or 0.0)) / most if most > 0 else np.nan


def _task(name: str, tasks: Sequence[TaskGrade], rest: Sequence[float]) -> Item:
    shares = [(task.score or 0.0) / task.max_score if task.max_score else 0.0 for task in tasks]
    cells: dict[tuple[str, str], list[tuple[bool, float]]] = defaultdict(list)
    for task, other in zip(tasks, rest, strict=True):
        for cell in task.cells:
            cells[cell.part, cell.aspect].append((cell.counts, other))
    return Item(
        name=name,
        right=sum(task.verdict == "pass" for task in tasks),
        total=len(tasks),
        share=sum(shares) / len(shares),
        discrimination=_correlation(shares, rest),
        cells=tuple(_cell(*place, counts) for place, counts in cells.items()),
    )


def _cell(part: str, aspect: str, counts: Sequence[tuple[bool, float]]) -> Item:
    shares = [float(counting) for counting, _ in counts]
    return Item(
        name=aspect,
        part=part,
        right=int(sum(shares)),
        total=len(shares),
        share=sum(shares) / len(shares),
        discrimination=_correlation(shares, [other for _, other in counts]),
    )


def _correlation(shares: Sequence[float], rest: Sequence[float]) -> float | None:
    pairs = np.array([shares, rest])
    pairs = pairs[:, ~np.isnan(pairs[1])]
    if pairs.shape[1] < FEWEST or pairs.std(axis=1).min() < 1e-9:
        return None
    return float(np.corrcoef(pairs)[0, 1])
