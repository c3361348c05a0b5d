"""Apply the points that staff set by hand, which come after everything else, and undo them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..records import Grade

WHOLE = ""  # stands for the exercise where others are named by their task


@dataclass(frozen=True)
class Override:
    """Points set by hand, and why. graded: the grader's own, or None if it gave none."""

    points: float
    comment: str
    graded: float | None = None


def overridden(grade: Grade, overrides: Mapping[str, Override]) -> Grade:
    """Return a grade with these overrides, in place of any that it has.

    overrides: task, or WHOLE -> override. Points for the whole exercise stand whatever its tasks
    add up to.
    """
    grade = as_graded(grade)
    kept = {}
    tasks = []
    for task in grade.tasks:
        if task.name in overrides:
            kept[task.name] = replace(overrides[task.name], graded=task.score)
            task = replace(task, score=overrides[task.name].points)
        tasks.append(task)
    score = _sum([task.score for task in tasks]) if kept else grade.score
    if WHOLE in overrides:
        kept[WHOLE] = replace(overrides[WHOLE], graded=grade.score)
        score = overrides[WHOLE].points
    return _with(replace(grade, tasks=tuple(tasks), overrides=kept), score)


def as_graded(grade: Grade) -> Grade:
    """Return a grade as the grader gave it, without overrides."""
    if not grade.overrides:
        return grade
    tasks = []
    for task in grade.tasks:
        mine = grade.overrides.get(task.name)
        tasks.append(replace(task, score=mine.graded) if mine else task)
    whole = grade.overrides.get(WHOLE)
    score = whole.graded if whole else _sum([task.score for task in tasks])
    return _with(replace(grade, tasks=tuple(tasks), overrides={}), score)


def _with(grade: Grade, score: float | None) -> Grade:
    return replace(grade, score=score, status="not_graded" if score is None else "graded")


def _sum(scores: list[float | None]) -> float | None:
    known = [score for score in scores if score is not None]
    return round(sum(known), 6) if len(known) == len(scores) else None
