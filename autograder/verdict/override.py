"""Apply overrides to a grade, after everything else, and remove them.

An override is points, an excuse, or a later due date.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ..records import Grade

Status = Literal["graded", "not_graded", "excused", "extended"]  # of a grade
# In place of a task's name, these stand for the whole exercise and for its due date.
WHOLE, DUE = "", "due date"


class Override(Struct, frozen=True):
    """A decision of staff on a grade, with the reason as its comment.

    points: None for an excuse or an extension. graded: the grader's own, or None if it gave none.
    due: of an extension, such as 2026-11-09. late: the platform's mark.
    """

    points: float | None
    comment: str
    graded: float | None = None
    due: str = ""
    late: bool = False


def overridden(
    grade: Grade, overrides: Mapping[str, Override], first: str = "", *, waits: bool = False
) -> Grade:
    """Return a grade with these overrides, in place of any that it has.

    overrides: task, WHOLE or DUE -> override. Points for the whole exercise replace the sum of its
    tasks; an excused one has none.
    first: the day this submission was first seen: late only if after the due date.
    waits: whether the due date is still to come; without a submission there are no points yet.
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
    late = grade.late
    waits = waits and not kept and not grade.submission_sha256 and grade.status == "graded"
    if extension := overrides.get(DUE):
        kept[DUE] = replace(extension, late=grade.late)
        late = late and not (first and first <= extension.due)
    changed = replace(grade, tasks=tuple(tasks), overrides=kept, late=late)
    return replace(changed, score=None, status="extended") if waits else _with(changed, score)


def as_graded(grade: Grade) -> Grade:
    """Return the grader's own grade, without overrides."""
    if not grade.overrides:
        return grade
    tasks = []
    for task in grade.tasks:
        override = grade.overrides.get(task.name)
        tasks.append(replace(task, score=override.graded) if override else task)
    whole = grade.overrides.get(WHOLE)
    score = whole.graded if whole else grade.score
    by_task = any(task.name in grade.overrides for task in tasks)
    if grade.status == "extended" or (by_task and not whole):
        score = _sum([task.score for task in tasks])
    late = grade.overrides[DUE].late if DUE in grade.overrides else grade.late
    return _with(replace(grade, tasks=tuple(tasks), overrides={}, late=late), score)


def _with(grade: Grade, score: float | None) -> Grade:
    """Return a grade with this score, and the status to match."""
    if WHOLE in grade.overrides and score is None:
        return replace(grade, score=None, status="excused")
    return replace(grade, score=score, status="not_graded" if score is None else "graded")


def _sum(scores: list[float | None]) -> float | None:
    known = [score for score in scores if score is not None]
    return round(sum(known), 6) if len(known) == len(scores) else None
