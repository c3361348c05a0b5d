"""Collect for staff every failed case of a submission, hidden ones too, and each cell's cost.

The messages are worded as for public cases and quote numbers, so students must not see them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ..records import Cell, Comparison, Grade, Message, TaskGrade, TaskSheet
from .diagnose import explains
from .explain import explain
from .grade import clearest
from .habits import lost
from .likeness import likenesses
from .override import as_graded

MOST_LINES = 1000  # of code beside a task; a hostile file may have many thousands


class Failure(Struct, frozen=True):
    """A failed case, and the message about it."""

    comparison: Comparison
    message: Message


class Snippet(Struct, frozen=True):
    """Lines of the submission. cell: its number in a notebook, from 1. line: that of the first."""

    cell: int
    line: int
    lines: tuple[str, ...]


class InspectedTask(Struct, frozen=True, kw_only=True):
    """The details of a task for staff.

    grade: as `check` would report it, but on all cases. It shows one of them.
    lost: the cells that earn nothing, each with the points it costs.
    failures: the other failed cases whose calls finished; those easiest to follow, one for each
        aspect, come first.
    code: the first lines of the definitions that the task needs. more: how many are left out.
    """

    task: TaskSheet
    grade: TaskGrade
    lost: tuple[tuple[Cell, float], ...]
    failures: tuple[Failure, ...]
    code: tuple[Snippet, ...] = ()
    more: int = 0


class Inspection(Struct, frozen=True, kw_only=True):
    """The details of a submission for staff.

    stored: its grade in result.json. grade: the new one, or None without a submission.
    whole: all of its code.
    """

    stored: Grade
    grade: Grade | None = None
    tasks: tuple[InspectedTask, ...] = ()
    whole: tuple[Snippet, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether the grader now gives different points, apart from overrides."""
        return self.grade is not None and self.grade.score != as_graded(self.stored).score


def inspect_task(
    task: TaskSheet,
    grade: TaskGrade,
    comparisons: Sequence[Comparison],
    hints: Mapping[str, str],
    code: tuple[Snippet, ...] = (),
) -> InspectedTask:
    """Return the details of a task."""
    wrong = [each for each in comparisons if each.outcome and not each.right]
    shown = grade.shown.case if grade.shown else None
    failed = [each for each in wrong if each.case is not shown]
    by_aspect: dict[str, list[Comparison]] = {}
    for each in failed:
        by_aspect.setdefault(each.case.aspect, []).append(each)
    leading = [first for group in by_aspect.values() if (first := clearest(group))]
    others = [each for each in failed if not any(each is first for first in leading)]
    failures = []
    for each in (*leading, *others):
        named = [mistake for mistake in grade.mistakes if explains(each, mistake)]
        resemblances = {} if named or task.integer else likenesses(task, comparisons, each)
        message = explain(task, each, hints.get(named[0]) if named else None, resemblances)
        failures.append(Failure(each, replace(message, hint=message.hint[:1])))
    beside, more = _first_lines(code)
    return InspectedTask(
        task=task, grade=grade, lost=lost(grade), failures=tuple(failures), code=beside, more=more
    )


def _first_lines(code: Sequence[Snippet]) -> tuple[tuple[Snippet, ...], int]:
    """Return the first lines of some code, and how many are left out."""
    shown: list[Snippet] = []
    left = MOST_LINES
    for snippet in code:
        if left > 0:
            shown.append(replace(snippet, lines=snippet.lines[:left]))
        left -= len(snippet.lines)
    return tuple(shown), max(0, -left)
